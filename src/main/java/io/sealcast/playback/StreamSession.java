package io.sealcast.playback;

import io.sealcast.catalog.CaptionTrack;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SoundTracks;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param replaced the renditions that the video had before it was prepared anew, for players with a
 *     manifest of them; empty unless that has happened since the session was opened or restored
 */
public record StreamSession(
    String requestId,
    long fileId,
    long accountId,
    Instant expiresAt,
    double durationSeconds,
    boolean complete,
    List<MediaView> views,
    List<MediaView> replaced) {

  /** A session whose video hasn't been prepared anew. */
  public StreamSession(
      String requestId,
      long fileId,
      long accountId,
      Instant expiresAt,
      double durationSeconds,
      boolean complete,
      List<MediaView> views) {
    this(requestId, fileId, accountId, expiresAt, durationSeconds, complete, views, List.of());
  }

  /**
   * Returns the view with the name that media URLs and range messages use. What the video has now
   * comes before what it had.
   */
  public Optional<MediaView> view(String name) {
    return Stream.concat(views.stream(), replaced.stream())
        .filter(v -> v.name().equals(name))
        .findFirst();
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
    MediaView main =
        MediaView.defaultOf(views)
            .orElseThrow(() -> new DomainException(ErrorCode.VIDEO_NOT_READY));
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
   * Returns the session with what its video has now. If that was prepared anew since the session
   * was opened, the former renditions stay available beside the new ones, which have other names:
   * its viewer has a manifest of them, and they are stored for as long as a session lasts.
   */
  StreamSession withVideo(List<MediaView> present, double seconds, boolean isComplete) {
    List<MediaView> former = new ArrayList<>(replaced);
    if (isReplacedBy(present)) {
      former.addAll(MediaView.renditionsOf(views));
      former.addAll(MediaView.soundsOf(views));
    }
    return new StreamSession(
        requestId, fileId, accountId, expiresAt, seconds, isComplete, present, List.copyOf(former));
  }

  private boolean isReplacedBy(List<MediaView> present) {
    return complete
        && MediaView.defaultOf(views)
            .filter(main -> present.stream().noneMatch(v -> v.name().equals(main.name())))
            .isPresent();
  }

  /**
   * Returns the rendition that is delivered where no object is named; of a video that is being
   * processed, the first parts of it. It stays the same when the video is prepared anew, since a
   * viewer may go on in the middle of it.
   *
   * @throws DomainException VIDEO_NOT_READY when the session was opened for the download of a video
   *     that can't be played
   */
  public MediaView defaultRendition() {
    return replaced.stream()
        .findFirst()
        .or(() -> MediaView.defaultOf(views))
        .orElseThrow(() -> new DomainException(ErrorCode.VIDEO_NOT_READY));
  }
}
