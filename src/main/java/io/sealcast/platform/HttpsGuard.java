package io.sealcast.platform;

import io.sealcast.origin.Origin;
import io.sealcast.path.BasePath;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.Problems;
import io.sealcast.tls.InstalledCertificate;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Answers requests that come by http to a server with TLS of its own: pages are redirected to
 * https; everything else is refused, since a program that was redirected would go on sending its
 * credentials in the clear. Redirects are temporary: {@code Strict-Transport-Security} is what
 * browsers keep, and a redirect that they kept could not be taken back.
 */
public class HttpsGuard implements Filter {
  private static final Set<String> REDIRECTED = Set.of("GET", "HEAD");

  @Inject private TlsSetup tls;

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    Optional<InstalledCertificate> installed = tls.installed();
    if (installed.isEmpty() || in.isSecure()) {
      chain.doFilter(in, out);
      return;
    }
    HttpServletRequest request = (HttpServletRequest) in;
    HttpServletResponse response = (HttpServletResponse) out;
    Optional<String> address = redirection(request, installed.get().port());
    if (address.isPresent()) {
      response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
      response.setHeader("Location", address.get());
      response.setHeader("Cache-Control", "no-store");
    } else {
      Problems.send(request, response, new DomainException(ErrorCode.HTTPS_REQUIRED));
      if (UnreadBody.isLarge(request)) {
        UnreadBody.drain(request, response);
      }
    }
  }

  /** Returns the address by https; empty when the request isn't for a page. */
  static Optional<String> redirection(HttpServletRequest request, int port) {
    if (!REDIRECTED.contains(request.getMethod())
        || ApiGuard.isApi(request)
        || BasePath.pathOf(request).equals("/metrics")
        // clients of HTTP/2 offer that in the same header
        || "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      return Optional.empty();
    }
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    return Origin.https(request.getHeader("Host"), port)
        .map(origin -> origin.serialized() + request.getRequestURI() + query);
  }
}
