package io.sealcast.playback;

import io.sealcast.catalog.CaptionTrack;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SoundTracks;
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
 * @param durationSeconds duration of the video in seconds; 0 when unknown
 * @param complete whether the video is processed, so that its renditions get no further parts
 * @param views the renditions, the poster, the storyboard, captions, chapters and, for a viewer who
 *     may download it, the source
 */
public record StreamSession(
    String requestId,
    long fileId,
    long accountId,
    Instant expiresAt,
    double durationSeconds,
    boolean complete,
    List<MediaView> views) {

  /** Returns the view with the name that media URLs and range messages use. */
  public Optional<MediaView> view(String name) {
    return views.stream().filter(v -> v.name().equals(name)).findFirst();
  }

  /** Returns the uploaded file, or empty when the viewer may not download it. */
  public Optional<MediaView> source() {
    return views.stream().filter(v -> v.kind() == MediaObject.Kind.SOURCE).findFirst();
  }

  /** Returns the captions, by their labels. */
  public List<CaptionTrack> captions() {
    return CaptionTrack.of(views);
  }

  /** Returns the index of the storyboard, or empty for a video without one. */
  public Optional<MediaView> storyboard() {
    return MediaView.storyboardOf(views);
  }

  /** Returns the chapters, or empty for a video without any. */
  public Optional<MediaView> chapters() {
    return MediaView.chaptersOf(views);
  }

  /**
   * Returns what can be played of the video; empty when its default rendition has no segments.
   *
   * @throws DomainException VIDEO_NOT_READY when the session was opened for the download of a video
   *     that can't be played
   */
  public Optional<Presentation> presentation() {
    MediaView main = defaultRendition();
    List<Presentation.Track> further =
        MediaView.renditionsOf(views).stream()
            .filter(v -> !v.name().equals(main.name()))
            .flatMap(v -> v.track().stream())
            .toList();
    return main.track()
        .map(
            track ->
                Presentation.of(
                    track,
                    further,
                    SoundTracks.of(main, views),
                    captions(),
                    durationSeconds,
                    complete));
  }

  /**
   * Whether the video was prepared anew since the session was opened. The session stays with what
   * it began with, which is stored for as long as a session lasts: its viewer has a manifest of it.
   */
  boolean isReplacedBy(List<MediaView> present) {
    return complete
        && MediaView.defaultOf(views)
            .filter(main -> present.stream().noneMatch(v -> v.name().equals(main.name())))
            .isPresent();
  }

  /** Returns the session with what its video has now. */
  StreamSession withVideo(List<MediaView> present, double seconds, boolean isComplete) {
    return new StreamSession(requestId, fileId, accountId, expiresAt, seconds, isComplete, present);
  }

  /**
   * Returns the rendition that is played by default; of a video that is being processed, the first
   * parts of it.
   *
   * @throws DomainException VIDEO_NOT_READY when the session was opened for the download of a video
   *     that can't be played
   */
  public MediaView defaultRendition() {
    return MediaView.defaultOf(views)
        .orElseThrow(() -> new DomainException(ErrorCode.VIDEO_NOT_READY));
  }
}
