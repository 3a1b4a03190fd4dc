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
 * Whether a request that changes something may use the browser's cookie: only when the browser says
 * that a page of ours made it. Callers with a password of their own in the request may come from
 * anywhere; a browser doesn't add that by itself.
 */
final class SameOrigin {
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private SameOrigin() {}

  /** Why it may not, or empty. */
  static Optional<DomainException> refuse(HttpServletRequest request, AllowedOrigins origins) {
    boolean byCookie = request.getAttribute(SealcastAuthenticationMechanism.BY_COOKIE) != null;
    // A sign-in sets a cookie: another site could sign a visitor in as somebody else.
    boolean signsIn = request.getRequestURI().startsWith("/api/users/session");
    if (HARMLESS.contains(request.getMethod()) || !(byCookie || signsIn)) {
      return Optional.empty();
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin")
          ? Optional.empty()
          : Optional.of(new DomainException(ErrorCode.FORBIDDEN_ORIGIN));
    }
    // Browsers send one of the two with every unsafe method; whoever sends neither is none.
    return origins.allows(request.getHeader("Origin"), request.getHeader("Host"))
        ? Optional.empty()
        : Optional.of(RefusedOrigins.refusal());
  }
}
