package io.sealcast.it.harness;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.HttpLink;
import io.sealcast.it.client.RangeLink;
import io.sealcast.it.client.SocketLink;
import jakarta.json.JsonObject;
import java.nio.file.Path;

/**
 * A video whose bytes are known.
 *
 * @param owner the user who has uploaded it
 * @param id file id
 * @param object name of its default rendition
 * @param bytes the bytes of that rendition
 */
public record KnownVideo(Api owner, long id, String object, byte[] bytes) {
  public static final String KEY = "a key of a known video";

  /** Uploads a video of about {@code mebibytes} MiB and waits until it is processed. */
  public static KnownVideo upload(Api owner, Path storage, int mebibytes) {
    long id = owner.uploadProcessed(TestVideos.large(mebibytes), KEY);
    String object = owner.video(id).getJsonArray("renditions").getJsonObject(0).getString("object");
    return new KnownVideo(owner, id, object, StoredRendition.read(storage, id, object, KEY));
  }

  /** Opens a stream of the video. */
  public JsonObject open() {
    return owner.stream(id, KEY);
  }

  public RangeLink socket(SealcastServer server, JsonObject stream) {
    return new SocketLink(server, owner, stream, object);
  }

  public RangeLink http(SealcastServer server, JsonObject stream) {
    return new HttpLink(server, owner, stream);
  }
}
