package io.sealcast.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The roles of this instance: {@code web}, {@code processor} or both. */
@ApplicationScoped
class Roles {
  private static final Set<String> KNOWN = Set.of("web", "processor");

  private final Set<String> roles;

  Roles() {
    roles = KNOWN;
  }

  /**
   * @throws IllegalArgumentException for an unknown role, since a misspelt role would silently be
   *     off
   */
  @Inject
  Roles(@ConfigProperty(name = "sealcast.roles") String configured) {
    roles =
        Arrays.stream(configured.split(","))
            .map(role -> role.strip().toLowerCase(Locale.ROOT))
            .filter(role -> !role.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    if (roles.isEmpty() || !KNOWN.containsAll(roles)) {
      throw new IllegalArgumentException(
          "SEALCAST_ROLES must be web, processor or both, not '" + configured + "'");
    }
  }

  boolean isWeb() {
    return roles.contains("web");
  }

  boolean isProcessor() {
    return roles.contains("processor");
  }
}
