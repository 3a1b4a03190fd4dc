package io.sealcast.gateway.websocket;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The messages of {@code sealcast.range.v1}. */
final class RangeMessages {
  static final String SUBPROTOCOL = "sealcast.range.v1";

  /** uint32 id, uint32 flags, uint64 offset; big-endian. */
  static final int HEADER_BYTES = 16;

  static final int MAX_PAYLOAD_BYTES = 128 * 1024;

  /** The messages are flat; the parser recurses, and a thousand brackets could break its stack. */
  private static final int MAX_BRACKETS = 16;

  // found once: looking for it costs more than a message
  private static final JsonProvider JSON = JsonProvider.provider();

  private static final int NO_FLAGS = 0;
  private static final long MAX_ID = 0xffff_ffffL;

  private RangeMessages() {}

  /** What a viewer may say. */
  sealed interface Request {
    /** Asks for bytes {@code from} to {@code to}, inclusive. Not checked against the object. */
    record Range(long id, String object, long from, long to) implements Request {}

    /** Wants no more of a range. */
    record Cancel(long id) implements Request {}

    /** A range that can't be asked for in this way, though its id is clear. */
    record Malformed(long id) implements Request {}
  }

  /**
   * Understands a viewer's message.
   *
   * @throws DomainException BAD_REQUEST when it isn't even clear which range is meant
   */
  static Request parse(String text) {
    if (text.chars().filter(c -> c == '{' || c == '[').count() > MAX_BRACKETS) {
      throw new DomainException(ErrorCode.BAD_REQUEST, "The message is nested too deeply.");
    }
    JsonObject json;
    try (JsonReader reader = JSON.createReader(new StringReader(text))) {
      json = reader.readObject();
    } catch (JsonException | IllegalStateException | ClassCastException e) {
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

  /** A whole number that a JavaScript number holds, or -1. */
  private static long number(JsonObject json, String name) {
    // By way of double: 1e999999999 as a long would be worked out digit by digit.
    double value = json.get(name) instanceof JsonNumber n ? n.doubleValue() : -1;
    return value >= 0 && value <= 0x1p53 && value == Math.rint(value) ? (long) value : -1;
  }

  /** Fills {@code frame} with a piece of a range, ready to be sent. */
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

  /** An error of the whole stream: it names no range, and the socket closes after it. */
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
