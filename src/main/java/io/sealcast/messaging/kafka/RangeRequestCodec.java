package io.sealcast.messaging.kafka;

import io.sealcast.messaging.RangeRequest;
import jakarta.json.JsonObjectBuilder;

/** The value of a record in {@code video-streaming}: see docs/messaging.md. */
final class RangeRequestCodec {
  private RangeRequestCodec() {}

  static byte[] encode(RangeRequest request) {
    JsonObjectBuilder json =
        JsonRecord.write()
            .add("request_id", request.requestId())
            .add("range_id", request.rangeId())
            .add("file_id", request.fileId())
            .add("object", request.object().toString())
            .add("from", request.from())
            .add("to", request.to())
            .add("reply_topic", request.replyTopic())
            .add("sealed_keys", JsonRecord.base64(request.sealedKeys()))
            .add("expires_at", request.expiresAt().toString())
            .add("deadline", request.deadline().toString());
    if (request.receiptTopic() != null) {
      json.add("receipt_topic", request.receiptTopic());
    }
    return JsonRecord.bytes(json);
  }

  static RangeRequest decode(byte[] value) {
    JsonRecord json = JsonRecord.read(value);
    long from = json.number("from", 0, Long.MAX_VALUE);
    return new RangeRequest(
        json.id("request_id"),
        json.number("range_id", 0, Long.MAX_VALUE),
        json.number("file_id", 1, Long.MAX_VALUE),
        json.uuid("object"),
        from,
        json.number("to", from, Long.MAX_VALUE),
        json.topic("reply_topic"),
        json.topicOrNull("receipt_topic"),
        json.bytes("sealed_keys"),
        json.instant("expires_at"),
        json.instant("deadline"));
  }
}
