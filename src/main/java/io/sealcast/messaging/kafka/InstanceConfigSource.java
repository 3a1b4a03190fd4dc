package io.sealcast.messaging.kafka;

import io.sealcast.role.Roles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * A MicroProfile Config source of settings that are derived from others in a way that no property
 * expression can state: the instance id in a form that is legal in a topic name, the connector of
 * each role's channels, and whether tracing is on.
 */
public class InstanceConfigSource implements ConfigSource {
  static final String INSTANCE_ID = "sealcast.instance.id";
  static final String KAFKA_CONNECTOR = "liberty-kafka";
  static final String DECRYPTOR_CONNECTOR = "sealcast.channel.decryptor.connector";
  static final String TELEMETRY_OFF = "otel.sdk.disabled";
  static final String TRANSCODER_CONNECTOR = "sealcast.channel.transcoder.connector";
  static final String WEB_CONNECTOR = "sealcast.channel.web.connector";

  /**
   * Maximum length of an instance id in characters. Together with {@code streaming-response-} it
   * fits into the 249 characters of a topic name.
   */
  private static final int MAX_ID = 64;

  private final Map<String, String> values;

  /**
   * Reads system properties and environment variables with the same precedence as MicroProfile
   * Config.
   */
  public InstanceConfigSource() {
    this(
        setting("sealcast.roles"),
        setting(INSTANCE_ID),
        setting("sealcast.http.port"),
        setting("sealcast.traces"));
  }

  InstanceConfigSource(@Nullable String roles, @Nullable String id, @Nullable String port) {
    this(roles, id, port, null);
  }

  InstanceConfigSource(
      @Nullable String roles, @Nullable String id, @Nullable String port, @Nullable String traces) {
    values =
        Map.of(
            INSTANCE_ID, sanitize(id == null ? hostname() + "-" + or(port, "8000") : id),
            // the only switch of tracing: spans of a telemetry that is on for the whole server
            // can't be redacted
            TELEMETRY_OFF, Boolean.toString(!"true".equalsIgnoreCase(or(traces, "").strip())),
            DECRYPTOR_CONNECTOR, connector(roles, Roles::isDecryptor),
            TRANSCODER_CONNECTOR, connector(roles, Roles::isTranscoder),
            WEB_CONNECTOR, connector(roles, Roles::isWeb));
  }

  /**
   * Returns the connector of a role's channels. For an unknown role it is the empty one: {@code
   * RoleCheck} then reports the error and ends the server.
   */
  private static String connector(@Nullable String roles, Predicate<Roles> role) {
    try {
      return role.test(new Roles(or(roles, "web,processor")))
          ? KAFKA_CONNECTOR
          : EmptyConnector.NAME;
    } catch (IllegalArgumentException e) {
      return EmptyConnector.NAME;
    }
  }

  static String sanitize(String id) {
    String clean =
        id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceAll("^-+|-+$", "");
    if (clean.isEmpty()) {
      return "instance";
    }
    String fitting =
        clean.length() > MAX_ID
            ? clean.substring(clean.length() - MAX_ID).replaceAll("^-+", "")
            : clean;
    // an id such as the UID of a pod looks like the name of a session; its topic would be taken for
    // a session's
    return Topic.isSession(fitting) ? instance(fitting) : fitting;
  }

  private static String instance(String suffix) {
    String id = "instance-" + suffix;
    return id.substring(0, Math.min(id.length(), MAX_ID));
  }

  private static @Nullable String setting(String name) {
    String property = System.getProperty(name);
    if (property != null) {
      return property;
    }
    return System.getenv(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
  }

  private static String hostname() {
    String name = System.getenv("HOSTNAME");
    if (name != null && !name.isBlank()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null || value.isBlank() ? otherwise : value;
  }

  @Override
  public Set<String> getPropertyNames() {
    return values.keySet();
  }

  @Override
  public @Nullable String getValue(String propertyName) {
    return values.get(propertyName);
  }

  @Override
  public String getName() {
    return "sealcast-instance";
  }

  @Override
  public int getOrdinal() {
    // above environment variables (300) and system properties (400), whose id this source sanitizes
    return 500;
  }
}
