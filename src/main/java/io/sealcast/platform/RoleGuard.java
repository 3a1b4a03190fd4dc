package io.sealcast.platform;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.Problems;
import io.sealcast.role.Roles;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Keeps users out of an instance that isn't there for them: it hears no answers of processors, so
 * that what it began would never end. Its metrics stay open, and so does its health, which Liberty
 * serves beside the application.
 */
public class RoleGuard implements Filter {
  @Inject private Roles roles;

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    if (roles.isWeb() || ((HttpServletRequest) in).getRequestURI().equals("/metrics")) {
      chain.doFilter(in, out);
      return;
    }
    Problems.send(
        (HttpServletRequest) in,
        (HttpServletResponse) out,
        new DomainException(ErrorCode.NOT_FOUND, "This instance only processes videos."));
  }
}
