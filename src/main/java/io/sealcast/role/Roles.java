package io.sealcast.role;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The roles of this instance: {@code web} serves users, {@code decryptor} decrypts chunks for
 * viewers, {@code transcoder} prepares videos, and {@code processor} means the latter two. Upper
 * and lower case are equivalent in the setting.
 */
@ApplicationScoped
public class Roles {
  private static final String WEB = "web";
  private static final String PROCESSOR = "processor";
  private static final String DECRYPTOR = "decryptor";
  private static final String TRANSCODER = "transcoder";

  /** The names of all roles. {@code embedded.Preflight} has them too. */
  static final Set<String> KNOWN = Set.of(WEB, PROCESSOR, DECRYPTOR, TRANSCODER);

  private final Set<String> roles;

  /**
   * Parses the setting.
   *
   * @param configured names of roles, separated by commas
   * @throws IllegalArgumentException for an unknown name, since a misspelt role would otherwise be
   *     missing without notice
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
          "SEALCAST_ROLES must be web, processor, decryptor, transcoder or several of them,"
              + " separated by commas, not '"
              + configured
              + "'");
    }
  }

  public boolean isWeb() {
    return roles.contains(WEB);
  }

  /** Whether this instance decrypts chunks for viewers. */
  public boolean isDecryptor() {
    return roles.contains(DECRYPTOR) || roles.contains(PROCESSOR);
  }

  /** Whether this instance prepares videos. */
  public boolean isTranscoder() {
    return roles.contains(TRANSCODER) || roles.contains(PROCESSOR);
  }
}
