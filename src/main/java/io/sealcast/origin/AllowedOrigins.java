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
 * Decides which origins may send requests with a browser's credentials: open a WebSocket, which
 * browsers permit to any page, with the cookie (RFC 6455, section 10.2), send a form, or call the
 * API. Allowed are the requested host itself and the origins that the operator has configured,
 * since a proxy may have changed {@code Host}. Thread-safe.
 */
@ApplicationScoped
public class AllowedOrigins {
  private static final Logger LOG = System.getLogger(AllowedOrigins.class.getName());

  private final Set<Origin> alsoAllowed;

  /**
   * @param alsoAllowed origins such as {@code https://videos.example.org} that are allowed in
   *     addition to the requested host
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
    // people copy addresses from the browser, which end in a slash
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
   * Whether a page of the origin is allowed. A rejection is logged together with its remedy.
   *
   * @param origin the header {@code Origin}; null when there is none, as in requests of programs
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
