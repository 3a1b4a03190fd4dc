package io.sealcast.role;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this instance is there for: {@code web}, {@code processor} or both, in any case. */
@ApplicationScoped
public class Roles {
  private static final String WEB = "web";
  private static final String PROCESSOR = "processor";
  private static final Set<String> KNOWN = Set.of(WEB, PROCESSOR);

  private final Set<String> roles;

  /**
   * Reads the setting.
   *
   * @param configured role names, separated by commas
   * @throws IllegalArgumentException for an unknown role, since a misspelt role would silently be
   *     off
   */
  @Inject
  public Roles(@ConfigProperty(name = "sealcast.roles") String configured) {
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

  public boolean isWeb() {
    return roles.contains(WEB);
  }

  public boolean isProcessor() {
    return roles.contains(PROCESSOR);
  }
}
