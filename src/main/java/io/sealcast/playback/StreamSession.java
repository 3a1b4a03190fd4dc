package io.sealcast.playback;

import io.sealcast.catalog.CaptionTrack;
import io.sealcast.catalog.MediaObject;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stream session, opened with the encryption key of a video.
 *
 * @param requestId secret of the viewer; kept only in memory
 * @param fileId id of the video
 * @param accountId id of the viewer's account
 * @param durationSeconds duration of the video in seconds
 * @param objects the renditions, the poster, the captions and, for a viewer who may download it,
 *     the source
 */
public record StreamSession(
    String requestId,
    long fileId,
    long accountId,
    Instant expiresAt,
    double durationSeconds,
    List<MediaObject> objects) {

  /** Returns the object with the name that media URLs and range messages use. */
  public Optional<MediaObject> object(String name) {
    return objects.stream().filter(o -> o.getName().equals(name)).findFirst();
  }

  /** Returns the uploaded file, or empty when the viewer may not download it. */
  public Optional<MediaObject> source() {
    return objects.stream().filter(o -> o.getKind() == MediaObject.Kind.SOURCE).findFirst();
  }

  /** Returns the captions, by their labels. */
  public List<CaptionTrack> captions() {
    return CaptionTrack.of(objects);
  }

  /** Returns the session with other objects and another duration of its video. */
  StreamSession withObjects(List<MediaObject> others, double seconds) {
    return new StreamSession(requestId, fileId, accountId, expiresAt, seconds, others);
  }

  /**
   * Returns the rendition that is played by default.
   *
   * @throws DomainException VIDEO_NOT_READY when the session was opened for the download of a video
   *     that can't be played
   */
  public MediaObject defaultRendition() {
    return objects.stream()
        .filter(MediaObject::isDefault)
        .findFirst()
        .orElseThrow(() -> new DomainException(ErrorCode.VIDEO_NOT_READY));
  }
}
