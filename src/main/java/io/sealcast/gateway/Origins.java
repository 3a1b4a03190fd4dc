package io.sealcast.gateway;

import io.sealcast.origin.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
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
  private static final Logger LOG = System.getLogger(Origins.class.getName());

  private final Set<Origin> alsoAllowed;

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
            .flatMap(o -> read(o.trim()).stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<Origin> read(String setting) {
    // people copy the address line, which ends in a slash
    String text = setting.endsWith("/") ? setting.substring(0, setting.length() - 1) : setting;
    Optional<Origin> origin = Origin.parse(text);
    if (origin.isEmpty() && !text.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "SEALCAST_ORIGINS names \"{0}\", which is no origin such as https://videos.example.org",
          setting);
    }
    return origin;
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
    Optional<Origin> page = Origin.parse(origin);
    return page.isPresent() && (alsoAllowed.contains(page.get()) || page.get().isAt(host));
  }
}
