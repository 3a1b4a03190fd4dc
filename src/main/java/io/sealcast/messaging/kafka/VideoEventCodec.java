package io.sealcast.messaging.kafka;

import io.sealcast.messaging.VideoEvent;
import jakarta.json.JsonObjectBuilder;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes the values of records in {@code video-events}; see docs/messaging.md. */
final class VideoEventCodec {
  /** The types of events as they are named in records. */
  private enum Kind {
    CHANGED,
    DELETED,
    SESSION_ENDED
  }

  private static final String OWNER_ID = "owner_id";

  private VideoEventCodec() {}

  static byte[] encode(VideoEvent event) {
    JsonObjectBuilder json =
        event.match(
            changed ->
                owned(write(Kind.CHANGED, changed, changed.progress()), changed.ownerId())
                    .add("status", changed.status()),
            deleted -> owned(write(Kind.DELETED, deleted, 0), deleted.ownerId()),
            ended -> write(Kind.SESSION_ENDED, ended, 0).add("session_hash", ended.sessionHash()));
    return JsonRecord.bytes(json);
  }

  /**
   * Writes the members of all types. Instances of the first versions require a progress in events
   * of every type.
   */
  private static JsonObjectBuilder write(Kind kind, VideoEvent event, int progress) {
    return JsonRecord.write()
        .add("kind", JsonRecord.text(kind))
        .add("file_id", event.fileId())
        .add("progress", progress);
  }

  private static JsonObjectBuilder owned(JsonObjectBuilder json, long ownerId) {
    return ownerId == VideoEvent.OWNER_UNKNOWN ? json : json.add(OWNER_ID, ownerId);
  }

  static VideoEvent decode(byte @Nullable [] value) {
    JsonRecord json = JsonRecord.read(value);
    Kind kind = json.constant("kind", Kind.class);
    long fileId = json.number("file_id", 0, Long.MAX_VALUE);
    return switch (kind) {
      case CHANGED ->
          new VideoEvent.Changed(
              fileId,
              ownerOf(json),
              json.text("status", 16),
              (int) json.number("progress", 0, 100));
      case DELETED -> new VideoEvent.Deleted(fileId, ownerOf(json));
      case SESSION_ENDED -> new VideoEvent.SessionEnded(fileId, json.hex("session_hash", 64));
    };
  }

  private static long ownerOf(JsonRecord json) {
    return json.numberOr(OWNER_ID, 0, Long.MAX_VALUE, VideoEvent.OWNER_UNKNOWN);
  }
}
