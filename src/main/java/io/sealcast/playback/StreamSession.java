package io.sealcast.playback;

import io.sealcast.catalog.MediaObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stream that its viewer opened with the key.
 *
 * @param requestId secret of the viewer; kept nowhere but in memory
 * @param fileId the video
 * @param accountId whose session it is
 * @param durationSeconds of the video
 * @param objects the renditions and the poster
 */
public record StreamSession(
    String requestId,
    long fileId,
    long accountId,
    Instant expiresAt,
    double durationSeconds,
    List<MediaObject> objects) {

  /** The object by the name that media URLs and range messages use. */
  public Optional<MediaObject> object(String name) {
    return objects.stream().filter(o -> o.getName().equals(name)).findFirst();
  }

  public MediaObject defaultRendition() {
    return objects.stream().filter(MediaObject::isDefault).findFirst().orElseThrow();
  }
}
