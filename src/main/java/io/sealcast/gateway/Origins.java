package io.sealcast.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whose pages may open a WebSocket: browsers let any page try, and send the cookie along (RFC 6455,
 * section 10.2).
 */
@ApplicationScoped
class Origins {
  private final Set<String> alsoAllowed;

  Origins() {
    this(Optional.empty()); // for the proxy
  }

  /**
   * @param alsoAllowed origins such as {@code https://videos.example.org}, besides the host's own
   */
  @Inject
  Origins(@ConfigProperty(name = "sealcast.origins") Optional<List<String>> alsoAllowed) {
    this.alsoAllowed =
        alsoAllowed.orElse(List.of()).stream()
            .map(o -> o.trim().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a page may.
   *
   * @param origin the header {@code Origin}, or null, as programs send none
   * @param host the header {@code Host}
   */
  boolean allows(String origin, String host) {
    if (origin == null) {
      return true;
    }
    String lower = origin.toLowerCase(Locale.ROOT);
    return alsoAllowed.contains(lower) || (host != null && isOf(lower, host));
  }

  private static boolean isOf(String origin, String host) {
    try {
      URI page = new URI(origin);
      URI here = new URI(page.getScheme() + "://" + host.toLowerCase(Locale.ROOT));
      return page.getHost() != null
          && page.getHost().equals(here.getHost())
          && port(page) == port(here);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }
}
