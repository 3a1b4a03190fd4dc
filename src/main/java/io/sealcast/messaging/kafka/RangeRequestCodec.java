package io.sealcast.messaging.kafka;

import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.Representation;
import io.sealcast.range.ChunkGrid;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes the records of {@code video-streaming}; see docs/messaging.md. */
final class RangeRequestCodec {
  /** Version 00 of W3C Trace Context; other values of the header are ignored. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private static final int TRACEPARENT_LENGTH = 55;

  private RangeRequestCodec() {}

  static byte[] encode(RangeRequest request) {
    JsonObjectBuilder json =
        JsonRecord.write()
            // the name of the member is older than the hash
            .add("request_id", request.sessionHash())
            .add("range_id", request.rangeId())
            .add("file_id", request.fileId())
            .add("object", request.object().toString())
            .add("from", request.from())
            .add("to", request.to())
            .add("chunk_index", request.chunkIndex())
            .add("representation", JsonRecord.text(request.representation()))
            .add("reply_topic", request.replyTopic())
            .add("sealed_keys", JsonRecord.base64(request.sealedKeys()))
            .add("expires_at", request.expiresAt().toString())
            .add("deadline", request.deadline().toString());
    if (request.receiptTopic() != null) {
      json.add("receipt_topic", request.receiptTopic());
    }
    if (!request.placement().equals(RangeRequest.Placement.ALONE)) {
      json.add("view_offset", request.placement().start());
      json.add("ends_view", request.placement().endsView());
    }
    if (request.keyEnvelope() != null) {
      json.add("key_envelope", JsonRecord.base64(request.keyEnvelope()));
    }
    return JsonRecord.bytes(json);
  }

  static void writeTrace(RangeRequest request, Headers headers) {
    if (request.traceparent() != null) {
      headers.add(
          ChunkSpans.TRACEPARENT, request.traceparent().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static @Nullable String readTrace(Headers headers) {
    Header header = headers.lastHeader(ChunkSpans.TRACEPARENT);
    if (header == null || header.value() == null || header.value().length != TRACEPARENT_LENGTH) {
      return null;
    }
    String text = new String(header.value(), StandardCharsets.US_ASCII);
    return TRACEPARENT.matcher(text).matches() ? text : null;
  }

  static RangeRequest decode(byte @Nullable [] value) {
    return decode(new RecordHeaders(), value);
  }

  static RangeRequest decode(Headers headers, byte @Nullable [] value) {
    JsonRecord json = JsonRecord.read(value);
    long from = json.number("from", 0, Long.MAX_VALUE);
    return new RangeRequest(
        json.id("request_id"),
        json.number("range_id", 0, Long.MAX_VALUE),
        json.number("file_id", 1, Long.MAX_VALUE),
        json.uuid("object"),
        // instances of the previous version send neither member and use the delivery grid
        json.numberOr("chunk_index", 0, Long.MAX_VALUE, ChunkGrid.DEFAULT.indexOf(from)),
        from,
        json.number("to", from, Long.MAX_VALUE),
        json.constantOr("representation", Representation.class, Representation.PLAINTEXT),
        new RangeRequest.Placement(
            json.numberOr("view_offset", 0, Long.MAX_VALUE - from, 0),
            json.flagOr("ends_view", true)),
        json.topic("reply_topic"),
        json.topicOrNull("receipt_topic"),
        json.bytesOrNull("key_envelope"),
        json.bytes("sealed_keys"),
        json.instant("expires_at"),
        json.instant("deadline"),
        readTrace(headers));
  }
}
