package io.sealcast.platform;

import io.sealcast.path.BasePath;
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
 * Rejects users' requests to an instance without the role {@code web}. Such an instance receives no
 * responses of processors, so a stream that it began would never progress. Metrics stay available,
 * and so does the health endpoint, which Liberty serves outside of the application.
 */
public class RoleGuard implements Filter {
  @Inject private Roles roles;

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    if (roles.isWeb() || MetricsServlet.PATH.equals(BasePath.pathOf((HttpServletRequest) in))) {
      chain.doFilter(in, out);
      return;
    }
    Problems.send(
        (HttpServletRequest) in,
        (HttpServletResponse) out,
        new DomainException(ErrorCode.NOT_FOUND, "This instance only processes videos."));
  }
}
