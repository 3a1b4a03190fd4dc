package io.sealcast.platform;

import io.sealcast.account.SealcastAuthenticationMechanism;
import io.sealcast.origin.Origin;
import io.sealcast.origin.RefusedOrigins;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Whether a request that changes something may use the browser's cookie: only when the browser says
 * that a page of ours made it. Callers with a password of their own in the request may come from
 * anywhere; a browser doesn't add that by itself.
 */
final class SameOrigin {
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private SameOrigin() {}

  static boolean allows(HttpServletRequest request) {
    boolean byCookie = request.getAttribute(SealcastAuthenticationMechanism.BY_COOKIE) != null;
    // A sign-in sets a cookie: another site could sign a visitor in as somebody else.
    boolean signsIn = request.getRequestURI().startsWith("/api/users/session");
    if (HARMLESS.contains(request.getMethod()) || !(byCookie || signsIn)) {
      return true;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = request.getHeader("Origin");
    // Browsers send one of the two with every unsafe method; whoever sends neither is none.
    return origin == null || isOwn(origin, request.getHeader("Host"));
  }

  private static boolean isOwn(String origin, String host) {
    boolean own = Origin.parse(origin).filter(page -> page.isAt(host)).isPresent();
    if (!own) {
      RefusedOrigins.report(origin, host);
    }
    return own;
  }
}
