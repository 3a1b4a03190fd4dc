package io.sealcast.platform;

import io.sealcast.account.SealcastAuthenticationMechanism;
import io.sealcast.origin.AllowedOrigins;
import io.sealcast.origin.RefusedOrigins;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Protection against cross-site request forgery. A request with an unsafe method that authenticates
 * by cookie is allowed only when the browser says that a page of this site made it. Requests that
 * carry a password are allowed from anywhere, since a browser doesn't add one by itself.
 */
final class SameOrigin {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private SameOrigin() {}

  /** Returns the reason to reject the request, or empty. */
  static Optional<DomainException> refuse(HttpServletRequest request, AllowedOrigins origins) {
    boolean byCookie = request.getAttribute(SealcastAuthenticationMechanism.BY_COOKIE) != null;
    // a sign-in sets a cookie, so another site could sign a visitor in to a foreign account
    boolean signsIn = request.getRequestURI().startsWith("/api/users/session");
    if (SAFE_METHODS.contains(request.getMethod()) || !(byCookie || signsIn)) {
      return Optional.empty();
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin")
          ? Optional.empty()
          : Optional.of(new DomainException(ErrorCode.FORBIDDEN_ORIGIN));
    }
    // browsers send one of the two headers with every unsafe method; a caller without both is no
    // browser
    return origins.allows(request.getHeader("Origin"), request.getHeader("Host"))
        ? Optional.empty()
        : Optional.of(RefusedOrigins.refusal());
  }
}
