package io.sealcast.platform;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;

/** Registers the servlet filters in their order, which annotations can't define. */
@WebListener
public class Filters implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    add(event, "correlation", CorrelationFilter.class, "/*");
    add(event, "securityHeaders", SecurityHeadersFilter.class, "/*");
    add(event, "requestBulkhead", RequestBulkhead.class, "/*");
    add(event, "requestGuard", RequestGuard.class, "/*");
    add(event, "httpsGuard", HttpsGuard.class, "/*");
    add(event, "roleGuard", RoleGuard.class, "/*");
    add(event, "apiGuard", ApiGuard.class, "/api/*");
  }

  private static void add(
      ServletContextEvent event, String name, Class<? extends Filter> type, String path) {
    FilterRegistration.Dynamic filter = event.getServletContext().addFilter(name, type);
    filter.setAsyncSupported(true);
    // false puts them before all filters declared elsewhere, in the order of these calls
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, path);
  }
}
