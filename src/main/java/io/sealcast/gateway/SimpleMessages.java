package io.sealcast.gateway;

import io.sealcast.catalog.MediaObject;
import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.range.ChunkedRange;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The JSON objects of the simple contract, the same by WebSocket and by Server-Sent Events. */
public final class SimpleMessages {
  // found once: looking for it costs more than a message
  private static final JsonProvider JSON = JsonProvider.provider();

  private SimpleMessages() {}

  /** What is to come. {@code content_type} is what {@code MediaSource.addSourceBuffer} takes. */
  public static String start(MediaObject object, ChunkedRange plan) {
    return JSON.createObjectBuilder()
        .add("type", "start")
        .add("content_type", contentType(object))
        .add("size", plan.bytes().length())
        .add("chunk_size", plan.grid().chunkSize())
        .add("chunk_count", plan.count())
        .build()
        .toString();
  }

  /** A piece. Put together by hand: a JSON library would escape a million letters one by one. */
  public static String chunk(long index, ByteSlice slice, boolean last) {
    ByteBuffer bytes = ByteBuffer.wrap(slice.array(), slice.start(), slice.length());
    byte[] letters = Base64.getEncoder().encode(bytes).array();
    String data = new String(letters, StandardCharsets.ISO_8859_1); // all ASCII
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

  /** The last message. */
  public static String end() {
    return "{\"type\":\"end\"}";
  }

  /** Why the stream breaks off. */
  public static String error(DomainException e) {
    JsonObject message =
        JSON.createObjectBuilder()
            .add("type", "error")
            .add("code", e.code().code())
            .add("message", e.getMessage())
            .build();
    return message.toString();
  }

  private static String contentType(MediaObject object) {
    return object.getCodecs() == null
        ? object.getContentType()
        : object.getContentType() + "; codecs=\"" + object.getCodecs() + "\"";
  }
}
