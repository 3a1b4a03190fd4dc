package io.sealcast.messaging.kafka;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON value of a record strictly: every accessor either returns a value of the right
 * form or throws {@link MalformedRecord}. Unknown members are ignored, so that a later version can
 * add some. The encoding is UTF-8.
 */
final class JsonRecord {
  /** The version of the format that is written, and the only one that is read. */
  static final int VERSION = 1;

  /** Maximum length of a value in bytes; values that Sealcast writes have a few hundred. */
  static final int MAX_SIZE = 16 * 1024;

  // a lookup of the provider for each record would cost more than parsing the record
  private static final JsonProvider JSON = JsonProvider.provider();

  /**
   * Records have one level. Parsson is recursive, and at its default limit, 1000, the stack of a
   * small thread overflows.
   */
  private static final JsonReaderFactory READERS =
      JSON.createReaderFactory(Map.of("org.eclipse.parsson.maxDepth", 16));

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
  private static final BigDecimal MAX_NUMBER = BigDecimal.valueOf(Long.MAX_VALUE);

  private final JsonObject json;

  private JsonRecord(JsonObject json) {
    this.json = json;
  }

  static JsonRecord read(byte @Nullable [] value) {
    byte[] bytes = bounded(value);
    JsonRecord parsed;
    try (JsonReader reader =
        READERS.createReader(
            new java.io.InputStreamReader(
                new ByteArrayInputStream(bytes), StandardCharsets.UTF_8))) {
      parsed = new JsonRecord(reader.readObject());
    } catch (RuntimeException e) {
      // for deep nesting and numbers of too many digits, the parser has no exception type of its
      // own
      throw new MalformedRecord("no JSON object");
    }
    if (parsed.number("v", 0, Integer.MAX_VALUE) != VERSION) {
      throw new MalformedRecord("unknown version");
    }
    return parsed;
  }

  /**
   * Returns the value unchanged.
   *
   * @throws MalformedRecord when it is null, empty or longer than {@link #MAX_SIZE}
   */
  static byte[] bounded(byte @Nullable [] value) {
    if (value == null || value.length == 0) {
      throw new MalformedRecord("empty");
    }
    if (value.length > MAX_SIZE) {
      throw new MalformedRecord("too large");
    }
    return value;
  }

  static JsonObjectBuilder write() {
    return JSON.createObjectBuilder().add("v", VERSION);
  }

  static byte[] bytes(JsonObjectBuilder builder) {
    return builder.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the text for which {@link #constant} returns the constant. */
  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  long number(String name, long min, long max) {
    if (!(json.get(name) instanceof JsonNumber number)) {
      throw new MalformedRecord(name + " is no number");
    }
    BigDecimal value = number.bigDecimalValue();
    // checked before the conversion, which would expand 1e999999999 in memory
    if (value.signum() < 0 || value.precision() > 19 || value.scale() != 0) {
      throw new MalformedRecord(name + " is no whole number");
    }
    if (value.compareTo(MAX_NUMBER) > 0 || value.longValue() < min || value.longValue() > max) {
      throw new MalformedRecord(name + " is out of range");
    }
    return value.longValue();
  }

  /** Like {@link #number}, but returns {@code absent} when the member is missing or null. */
  long numberOr(String name, long min, long max, long absent) {
    return isAbsent(name) ? absent : number(name, min, max);
  }

  /** Returns the id of a session or a job: 1 to 64 characters that are legal in a topic name. */
  String id(String name) {
    return matching(name, ID);
  }

  String topic(String name) {
    return matching(name, TOPIC);
  }

  /** Like {@link #topic}, but returns null when the member is missing or null. */
  @Nullable String topicOrNull(String name) {
    return isAbsent(name) ? null : topic(name);
  }

  String text(String name, int maxLength) {
    String text = string(name);
    if (text.length() > maxLength) {
      throw new MalformedRecord(name + " is too long");
    }
    return text;
  }

  /** Returns a text of {@code length} hexadecimal digits. */
  String hex(String name, int length) {
    String text = text(name, length);
    if (text.length() != length || !HEX.matcher(text).matches()) {
      throw new MalformedRecord(name + " is no hash");
    }
    return text;
  }

  UUID uuid(String name) {
    String text = string(name);
    if (text.length() != 36) {
      throw new MalformedRecord(name + " is no UUID");
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord(name + " is no UUID");
    }
  }

  Instant instant(String name) {
    try {
      return Instant.parse(string(name));
    } catch (DateTimeException e) {
      throw new MalformedRecord(name + " is no time");
    }
  }

  byte[] bytes(String name) {
    try {
      return Base64.getDecoder().decode(string(name));
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord(name + " is no base64");
    }
  }

  /** Like {@link #bytes(String)}, but returns null when the member is missing or null. */
  byte @Nullable [] bytesOrNull(String name) {
    return isAbsent(name) ? null : bytes(name);
  }

  /** Returns a boolean, or {@code absent} when the member is missing or null. */
  boolean flagOr(String name, boolean absent) {
    if (isAbsent(name)) {
      return absent;
    }
    JsonValue value = json.get(name);
    if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
      throw new MalformedRecord(name + " is no boolean");
    }
    return value == JsonValue.TRUE;
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) {
    String text = string(name);
    for (E constant : type.getEnumConstants()) {
      if (text(constant).equals(text)) {
        return constant;
      }
    }
    throw new MalformedRecord(name + " is unknown");
  }

  /** Like {@link #constant}, but returns {@code absent} when the member is missing or null. */
  <E extends Enum<E>> E constantOr(String name, Class<E> type, E absent) {
    return isAbsent(name) ? absent : constant(name, type);
  }

  boolean isAbsent(String name) {
    JsonValue value = json.get(name);
    return value == null || value == JsonValue.NULL;
  }

  private String matching(String name, Pattern pattern) {
    String text = string(name);
    if (!pattern.matcher(text).matches()) {
      throw new MalformedRecord(name + " has characters that it may not have");
    }
    return text;
  }

  private String string(String name) {
    if (!(json.get(name) instanceof JsonString string)) {
      throw new MalformedRecord(name + " is no string");
    }
    return string.getString();
  }
}
