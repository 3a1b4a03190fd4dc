package io.sealcast.platform;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Adds the security headers to every response. {@code Strict-Transport-Security} (RFC 6797) is sent
 * over the server's own TLS only; a proxy that does TLS adds its own.
 */
public class SecurityHeadersFilter implements Filter {
  // The content security policy. It permits no inline styles: Shaka sets styles through the object
  // model, which a policy doesn't restrict.
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
          + " img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self';"
          + " worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  @Inject
  @ConfigProperty(name = "sealcast.hsts.max-age")
  private Duration hstsMaxAge;

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) in;
    HttpServletResponse response = (HttpServletResponse) out;
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (request.isSecure()) {
      response.setHeader("Strict-Transport-Security", "max-age=" + hstsMaxAge.toSeconds());
    }
    if (ApiGuard.isApi(request)) {
      response.setHeader("Cache-Control", "no-store");
    }
    chain.doFilter(in, out);
  }
}
