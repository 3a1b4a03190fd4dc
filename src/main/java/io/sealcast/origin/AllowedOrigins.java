package io.sealcast.origin;

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
 * Whose pages may act in a browser's name: open a WebSocket, which browsers let any page try with
 * the cookie (RFC 6455, section 10.2), send a form, call the API. They are the pages of the host
 * that was asked, and those that the operator named, since a proxy may have changed {@code Host}.
 */
@ApplicationScoped
public class AllowedOrigins {
  private static final Logger LOG = System.getLogger(AllowedOrigins.class.getName());

  private final Set<Origin> alsoAllowed;

  AllowedOrigins() {
    this(Optional.empty()); // for the proxy
  }

  /**
   * @param alsoAllowed origins such as {@code https://videos.example.org}, besides the host's own
   */
  @Inject
  public AllowedOrigins(
      @ConfigProperty(name = "sealcast.origins") Optional<List<String>> alsoAllowed) {
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
   * Whether a page may. A refusal is written to the log, with its cure.
   *
   * @param origin the header {@code Origin}, or null, as programs send none
   * @param host the header {@code Host}
   */
  public boolean allows(String origin, String host) {
    if (origin == null) {
      return true;
    }
    boolean allowed =
        Origin.parse(origin)
            .filter(page -> alsoAllowed.contains(page) || page.isAt(host))
            .isPresent();
    if (!allowed) {
      RefusedOrigins.report(origin, host);
    }
    return allowed;
  }
}
