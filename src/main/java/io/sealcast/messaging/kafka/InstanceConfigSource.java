package io.sealcast.messaging.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Settings that follow from others, where an expression can't say it: the instance's id, fit for a
 * topic's name, which connector feeds the channels of a role, and whether there are traces.
 */
public class InstanceConfigSource implements ConfigSource {
  static final String INSTANCE_ID = "sealcast.instance.id";
  static final String KAFKA_CONNECTOR = "liberty-kafka";
  static final String PROCESSOR_CONNECTOR = "sealcast.channel.processor.connector";
  static final String TELEMETRY_OFF = "otel.sdk.disabled";
  static final String WEB_CONNECTOR = "sealcast.channel.web.connector";

  /** Leaves room for {@code streaming-response-} in a topic's 249 characters. */
  private static final int MAX_ID = 64;

  private final Map<String, String> values;

  /** Reads system properties and the environment, as MicroProfile Config would. */
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
            // the one switch: telemetry that is on for the whole server can't be made discreet
            TELEMETRY_OFF, Boolean.toString(!"true".equalsIgnoreCase(or(traces, "").strip())),
            PROCESSOR_CONNECTOR, connector(roles, "processor"),
            WEB_CONNECTOR, connector(roles, "web"));
  }

  private static String connector(@Nullable String roles, String role) {
    boolean on =
        roles == null
            || roles.isBlank()
            || Arrays.stream(roles.split(","))
                .anyMatch(r -> r.strip().toLowerCase(Locale.ROOT).equals(role));
    return on ? KAFKA_CONNECTOR : EmptyConnector.NAME;
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
    // a pod's uid, say: its topic must not be taken for that of a session
    return Topic.isRequestId(fitting) ? "instance-" + fitting : fitting;
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
    // above the environment's 300 and the system properties' 400: the id is theirs, made legal
    return 500;
  }
}
