package io.sealcast.messaging.kafka;

import io.sealcast.messaging.VideoEvent;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;

/** The value of a record in {@code video-events}: see docs/messaging.md. */
final class VideoEventCodec {
  private VideoEventCodec() {}

  static byte[] encode(VideoEvent event) {
    JsonObjectBuilder json =
        JsonRecord.write()
            .add("kind", event.kind().name().toLowerCase(Locale.ROOT))
            .add("file_id", event.fileId())
            .add("progress", event.progress());
    if (event.ownerId() != 0) {
      json.add("owner_id", event.ownerId());
    }
    if (event.status() != null) {
      json.add("status", event.status());
    }
    if (event.sessionHash() != null) {
      json.add("session_hash", event.sessionHash());
    }
    return JsonRecord.bytes(json);
  }

  static VideoEvent decode(byte[] value) {
    JsonRecord json = JsonRecord.read(value);
    return new VideoEvent(
        json.constant("kind", VideoEvent.Kind.class),
        json.number("file_id", 0, Long.MAX_VALUE),
        json.numberOr("owner_id", 0, Long.MAX_VALUE, 0),
        json.textOrNull("status", 16),
        (int) json.number("progress", 0, 100),
        json.hexOrNull("session_hash", 64));
  }
}
