package io.sealcast.platform;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.FieldError;
import io.sealcast.text.TextIntegrity;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.CharArrayReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the JSON bodies of the API: an object in UTF-8 of at most {@link #MAX_BYTES} bytes.
 * Failures are BAD_REQUEST and REQUEST_TOO_LARGE.
 */
@Provider
@Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
public class JsonObjectReader implements MessageBodyReader<JsonObject> {
  static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_NESTING = 32;

  // created once: a lookup of the parser costs more than parsing a body
  private static final JsonReaderFactory READERS = Json.createReaderFactory(null);

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type == JsonObject.class;
  }

  @Override
  public JsonObject readFrom(
      Class<JsonObject> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new DomainException(ErrorCode.REQUEST_TOO_LARGE);
    }
    return parse(bytes);
  }

  static JsonObject parse(byte[] bytes) {
    requireOneShallowValue(bytes);
    CharBuffer text = decode(bytes);
    try (JsonReader reader =
        READERS.createReader(new CharArrayReader(text.array(), 0, text.limit()))) {
      JsonObject body = reader.readObject();
      requireEncodable(body);
      return body;
    } catch (JsonException | NumberFormatException | UnsupportedOperationException e) {
      // the parser's message isn't passed on: it quotes the body, which may hold a password. The
      // exceptions that aren't JSON's are for numbers of too many digits
      throw notAnObject();
    } finally {
      Arrays.fill(text.array(), '\0');
    }
  }

  /**
   * Decodes strictly: with replacement characters, two different passwords or keys would become
   * equal.
   */
  private static CharBuffer decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new DomainException(ErrorCode.BAD_REQUEST, "The body isn't a text in UTF-8.");
    }
  }

  /** Rejects lone surrogates, which JSON can escape. Encoders would replace them by "?". */
  private static void requireEncodable(JsonObject body) {
    List<FieldError> errors = new ArrayList<>();
    body.forEach(
        (field, value) -> {
          if (!TextIntegrity.isEncodable(field)) {
            throw notAnObject();
          }
          if (!isEncodable(value)) {
            errors.add(new FieldError(field, "There is half a character in it, which is no text."));
          }
        });
    if (!errors.isEmpty()) {
      throw DomainException.fields(ErrorCode.BAD_REQUEST, errors);
    }
  }

  private static boolean isEncodable(JsonValue value) {
    if (value instanceof JsonString text) {
      return TextIntegrity.isEncodable(text.getChars());
    }
    if (value instanceof JsonArray array) {
      return array.stream().allMatch(JsonObjectReader::isEncodable);
    }
    return !(value instanceof JsonObject object)
        || object.entrySet().stream()
            .allMatch(e -> TextIntegrity.isEncodable(e.getKey()) && isEncodable(e.getValue()));
  }

  private static DomainException notAnObject() {
    return new DomainException(ErrorCode.BAD_REQUEST, "The body isn't a JSON object.");
  }

  /**
   * Rejects deeply nested bodies and bytes after the object. The parser accepts both: it recurses,
   * so that a body of brackets alone would overflow the stack, and it stops reading at the end of
   * the object.
   */
  private static void requireOneShallowValue(byte[] bytes) {
    int depth = 0;
    boolean inText = false;
    boolean ended = false;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (ended && " \t\r\n".indexOf(b) < 0) {
        throw notAnObject();
      }
      if (inText) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          inText = false;
        }
      } else if (b == '"') {
        inText = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
      ended |= depth == 0 && (b == '}' || b == ']');
      if (depth > MAX_NESTING) {
        throw new DomainException(ErrorCode.BAD_REQUEST, "The body is nested too deeply.");
      }
    }
  }
}
