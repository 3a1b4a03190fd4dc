package io.sealcast.vault;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a key file, version 1. Its layout is defined byte by byte, so that every JSON
 * library writes the same file for the same content.
 *
 * @param objects the stored objects by name
 */
public record KeyFile(long fileId, List<KeySlot> slots, Map<String, StoredObject> objects) {
  private static final long VERSION = 1;

  /**
   * Limits of the parser. A key file has three levels of nesting; Parsson's default limit, 1000,
   * nearly overflows the stack.
   */
  private static final Map<String, Integer> PARSER_LIMITS =
      Map.of("org.eclipse.parsson.maxDepth", 16);

  private static final String ROOT =
      """
      {
        "version": %d,
        "file_id": %d,
        "slots": [%s
        ],
        "objects": [%s
        ]
      }
      """;

  private static final String SLOT =
      """
      {
        "kind": %s,
        "salt": "%s",
        "iterations": %d,
        "wrapped": "%s"
      }""";

  private static final String OBJECT =
      """
      {
        "name": %s,
        "object_id": "%s",
        "iv": "%s",
        "size": %d
      }""";

  /** Creates the content of a key file. */
  public static KeyFile of(long fileId, List<KeySlot> slots, Map<String, StoredObject> objects) {
    return new KeyFile(fileId, List.copyOf(slots), new TreeMap<>(objects));
  }

  /** Returns the content with additional objects. */
  public KeyFile with(Map<String, StoredObject> more) {
    Map<String, StoredObject> all = new TreeMap<>(objects);
    all.putAll(more);
    return new KeyFile(fileId, slots, all);
  }

  String toJson() {
    return fill(
        ROOT,
        VERSION,
        fileId,
        items(slots.stream().map(KeyFile::slot)),
        items(objects.entrySet().stream().map(e -> object(e.getKey(), e.getValue()))));
  }

  private static String slot(KeySlot slot) {
    return fill(
        SLOT, quote(slot.kind()), base64(slot.salt()), slot.iterations(), base64(slot.wrapped()));
  }

  private static String object(String name, StoredObject object) {
    return fill(OBJECT, quote(name), object.ref().objectId(), base64(object.iv()), object.size());
  }

  private static String fill(String layout, Object... values) {
    return String.format(Locale.ROOT, layout, values);
  }

  private static String items(Stream<String> items) {
    return items
        .map(item -> "\n" + item.indent(4).stripTrailing())
        .collect(Collectors.joining(","));
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(fill("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /**
   * Parses a key file.
   *
   * @throws IllegalArgumentException when the text isn't a key file
   */
  static KeyFile parse(String json) {
    try (JsonParser parser =
        Json.createParserFactory(PARSER_LIMITS).createParser(new StringReader(json))) {
      parser.next();
      KeyFile file = parse(parser.getObject());
      if (parser.hasNext()) {
        throw new IllegalArgumentException("The key file goes on behind its end");
      }
      return file;
    } catch (JsonException e) {
      throw new IllegalArgumentException("Not the JSON of a key file: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      // a member is missing or has another type, or the nesting is too deep, for which Parsson has
      // no exception type
      throw new IllegalArgumentException("The key file lacks something, or has too much", e);
    }
  }

  private static KeyFile parse(JsonObject root) {
    if (integer(root, "version") != VERSION) {
      throw new IllegalArgumentException("Key file version " + root.get("version"));
    }
    long fileId = integer(root, "file_id");
    List<KeySlot> slots = new ArrayList<>();
    for (JsonValue entry : root.getJsonArray("slots")) {
      slots.add(slot(slots.size() + 1, entry));
    }
    Map<String, StoredObject> objects = new TreeMap<>();
    for (JsonObject object : root.getJsonArray("objects").getValuesAs(JsonObject.class)) {
      ObjectRef ref = new ObjectRef(fileId, UUID.fromString(object.getString("object_id")));
      objects.put(
          object.getString("name"),
          new StoredObject(ref, bytes(object, "iv"), integer(object, "size")));
    }
    return new KeyFile(fileId, slots, objects);
  }

  /**
   * Reads a slot of any kind, even a damaged one, since it must not prevent the use of the others.
   * Missing fields become empty, and no key opens such a slot.
   */
  private static KeySlot slot(long id, JsonValue entry) {
    JsonObject json = entry instanceof JsonObject fields ? fields : JsonValue.EMPTY_JSON_OBJECT;
    return new KeySlot(
        id,
        json.getString("kind", ""),
        bytesOrNone(json.get("salt")),
        json.get("iterations") instanceof JsonNumber n ? iterations(n) : 0,
        bytesOrNone(json.get("wrapped")));
  }

  private static int iterations(JsonNumber number) {
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      return 0;
    }
  }

  private static byte[] bytesOrNone(@Nullable JsonValue base64) {
    try {
      return base64 instanceof JsonString text
          ? Base64.getDecoder().decode(text.getString())
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static long integer(JsonObject json, String name) {
    return json.getJsonNumber(name).longValueExact();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(JsonObject json, String name) {
    return Base64.getDecoder().decode(json.getString(name));
  }
}
