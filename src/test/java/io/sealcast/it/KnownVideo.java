package io.sealcast.it;

import jakarta.json.JsonObject;
import java.nio.file.Path;

/**
 * A video whose every byte is known, and ways to watch it.
 *
 * @param owner who has uploaded it
 * @param id its file id
 * @param object its default rendition
 * @param bytes what viewers must get of that
 */
record KnownVideo(Api owner, long id, String object, byte[] bytes) {
  static final String KEY = "a key of a known video";

  /** Uploads one of about so many MiB and waits until it can be played. */
  static KnownVideo upload(Api owner, Path storage, int mebibytes) {
    long id = owner.uploadProcessed(TestVideos.large(mebibytes), KEY);
    String object = owner.video(id).getJsonArray("renditions").getJsonObject(0).getString("object");
    return new KnownVideo(owner, id, object, StoredRendition.read(storage, id, object, KEY));
  }

  /** Opens a stream with the key. */
  JsonObject open() {
    return owner.stream(id, KEY);
  }

  RangeLink socket(SealcastServer server, JsonObject stream) {
    return new SocketLink(server, owner, stream, object);
  }

  RangeLink http(SealcastServer server, JsonObject stream) {
    return new HttpLink(server, owner, stream);
  }
}
