package io.sealcast.gateway.websocket;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes the messages of {@code sealcast.range.v1}. */
final class RangeMessages {
  static final String SUBPROTOCOL = "sealcast.range.v1";

  /**
   * Length of the header of a binary message: uint32 id, uint32 flags, uint64 offset, big-endian.
   */
  static final int HEADER_BYTES = 16;

  static final int MAX_PAYLOAD_BYTES = 128 * 1024;

  /**
   * Maximum number of brackets in a message. The messages have no nested objects, whereas the
   * parser is recursive, so that deep nesting would overflow its stack.
   */
  private static final int MAX_BRACKETS = 16;

  // looked up once: a lookup costs more than parsing a message
  private static final JsonProvider JSON = JsonProvider.provider();

  private static final int NO_FLAGS = 0;
  private static final long MAX_ID = 0xffff_ffffL;

  private RangeMessages() {}

  /** A message of the viewer. */
  sealed interface Request {
    /**
     * Requests the bytes {@code from} to {@code to}, inclusive, which may be outside of the object.
     */
    record Range(long id, String object, long from, long to) implements Request {}

    /** Cancels a range. */
    record Cancel(long id) implements Request {}

    /** An invalid request for a range, of which only the id is valid. */
    record Malformed(long id) implements Request {}
  }

  /**
   * Parses a message of the viewer.
   *
   * @throws DomainException BAD_REQUEST when not even the id of the range is valid
   */
  static Request parse(String text) {
    if (text.chars().filter(c -> c == '{' || c == '[').count() > MAX_BRACKETS) {
      throw new DomainException(ErrorCode.BAD_REQUEST, "The message is nested too deeply.");
    }
    JsonObject json;
    try (JsonReader reader = JSON.createReader(new StringReader(text))) {
      json = reader.readObject();
    } catch (RuntimeException e) {
      // for numbers of too many digits, the parser has no exception type of its own
      throw new DomainException(ErrorCode.BAD_REQUEST, "The message isn't a JSON object.");
    }
    long id = number(json, "id");
    if (id < 0 || id > MAX_ID) {
      throw new DomainException(ErrorCode.BAD_REQUEST, "The id isn't a 32-bit number.");
    }
    String op = text(json, "op");
    if ("cancel".equals(op)) {
      return new Request.Cancel(id);
    }
    if (!"range".equals(op)) {
      throw new DomainException(ErrorCode.BAD_REQUEST, "The op is neither range nor cancel.");
    }
    String object = text(json, "object");
    long from = number(json, "from");
    long to = number(json, "to");
    return object == null || from < 0 || to < from
        ? new Request.Malformed(id)
        : new Request.Range(id, object, from, to);
  }

  private static @Nullable String text(JsonObject json, String name) {
    return json.get(name) instanceof JsonString text ? text.getString() : null;
  }

  /**
   * Returns an integer that JavaScript can represent exactly, or -1 when the member has another
   * value.
   */
  private static long number(JsonObject json, String name) {
    // converted by double, since 1e999999999 would take very long to convert to a long
    double value = json.get(name) instanceof JsonNumber n ? n.doubleValue() : -1;
    return value >= 0 && value <= 0x1p53 && value == Math.rint(value) ? (long) value : -1;
  }

  /** Fills {@code frame} with a part of a slice and prepares it for sending. */
  static void frame(ByteBuffer frame, long id, long offset, byte[] bytes, int start, int length) {
    frame
        .clear()
        .putInt((int) id)
        .putInt(NO_FLAGS)
        .putLong(offset)
        .put(bytes, start, length)
        .flip();
  }

  static String end(long id) {
    return JSON.createObjectBuilder().add("op", "end").add("id", id).build().toString();
  }

  static String error(long id, DomainException why) {
    return error(JSON.createObjectBuilder().add("op", "error").add("id", id), why);
  }

  /**
   * Builds the error message for the whole stream. It contains no range id, and the connection is
   * closed after it.
   */
  static String error(DomainException why) {
    return error(JSON.createObjectBuilder().add("op", "error"), why);
  }

  private static String error(JsonObjectBuilder message, DomainException why) {
    return message
        .add("code", why.code().code())
        .add("message", why.getMessage())
        .build()
        .toString();
  }
}
