package io.sealcast.origin;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Protection against cross-site requests, the same for pages, the API and WebSockets: a browser's
 * request that may change something, or that opens a WebSocket, is permitted only when a page of
 * this site made it. Credentials play no role: a browser adds cookies and remembered passwords by
 * itself, and a sign-in has none.
 *
 * <p>Browsers say where a request comes from in {@code Sec-Fetch-Site} (W3C Fetch Metadata), but
 * only over https: and to localhost. Without that header, {@code Origin} has to be the requested
 * host or one of {@link AllowedOrigins}. Browsers send one of the two headers with every unsafe
 * method and every WebSocket handshake; a caller without both isn't a browser and is permitted.
 * docs/adr/0721-one-origin-policy.md has the reasons. Thread-safe.
 */
@ApplicationScoped
public class OriginPolicy {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  /** The user's own action, such as an address that was typed, has the value {@code none}. */
  private static final Set<String> OUR_SITE = Set.of("same-origin", "none");

  private final AllowedOrigins origins;

  @Inject
  public OriginPolicy(AllowedOrigins origins) {
    this.origins = origins;
  }

  /** Returns the reason to reject the request, or empty. */
  public Optional<DomainException> refuse(HttpServletRequest request) {
    if (SAFE_METHODS.contains(request.getMethod()) && !isHandshake(request)) {
      return Optional.empty();
    }
    List<String> site = Collections.list(request.getHeaders("Sec-Fetch-Site"));
    List<String> origin = Collections.list(request.getHeaders("Origin"));
    if (site.size() > 1 || origin.size() > 1) {
      return Optional.of(new DomainException(ErrorCode.FORBIDDEN_ORIGIN)); // no browser does this
    }
    if (!site.isEmpty()) {
      return OUR_SITE.contains(site.get(0))
          ? Optional.empty()
          : Optional.of(new DomainException(ErrorCode.FORBIDDEN_ORIGIN));
    }
    return origin.isEmpty() || origins.allows(origin.get(0), request.getHeader("Host"))
        ? Optional.empty()
        : Optional.of(RefusedOrigins.refusal());
  }

  /** Whether the request may open a WebSocket, which browsers permit to the pages of any site. */
  private static boolean isHandshake(HttpServletRequest request) {
    return request.getHeader("Upgrade") != null;
  }
}
