package io.sealcast.gateway;

import io.sealcast.catalog.MediaView;
import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.range.ChunkedRange;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Builds the JSON messages of the simple contract, which are the same for WebSocket and Server-Sent
 * Events.
 */
public final class SimpleMessages {
  // looked up once: a lookup costs more than writing a message
  private static final JsonProvider JSON = JsonProvider.provider();

  private SimpleMessages() {}

  /**
   * Builds the first message, which describes the range. The value of {@code content_type} is valid
   * for {@code MediaSource.addSourceBuffer}.
   */
  public static String start(MediaView object, ChunkedRange plan) {
    return JSON.createObjectBuilder()
        .add("type", "start")
        .add("content_type", contentType(object))
        .add("size", plan.bytes().length())
        .add("chunk_size", plan.grid().chunkSize())
        .add("chunk_count", plan.count())
        .build()
        .toString();
  }

  /**
   * Builds the message for a slice. No JSON library is used, since it would examine a million
   * base64 characters one by one.
   */
  public static String chunk(long index, ByteSlice slice, boolean last) {
    ByteBuffer bytes = ByteBuffer.wrap(slice.array(), slice.start(), slice.length());
    byte[] letters = Base64.getEncoder().encode(bytes).array();
    String data = new String(letters, StandardCharsets.ISO_8859_1); // all characters are ASCII
    return new StringBuilder(data.length() + 80)
        .append("{\"type\":\"chunk\",\"index\":")
        .append(index)
        .append(",\"data\":\"")
        .append(data)
        .append("\",\"last\":")
        .append(last)
        .append('}')
        .toString();
  }

  /** Builds the last message. */
  public static String end() {
    return "{\"type\":\"end\"}";
  }

  /** Builds the message for a failed stream. */
  public static String error(DomainException e) {
    JsonObject message =
        JSON.createObjectBuilder()
            .add("type", "error")
            .add("code", e.code().code())
            .add("message", e.getMessage())
            .build();
    return message.toString();
  }

  private static String contentType(MediaView object) {
    return object
        .codecs()
        .map(codecs -> object.contentType() + "; codecs=\"" + codecs + "\"")
        .orElseGet(object::contentType);
  }
}
