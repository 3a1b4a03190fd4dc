package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.catalog.VideoWarning;
import io.sealcast.media.Rendition;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.ObjectRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who works on which video, in the database: a lease that a dead worker lets run out. */
@ApplicationScoped
class JobLeases {
  /** How long a worker is believed without a sign of life. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final int REAPED_AT_ONCE = 50;

  private final VideoRepository videos;
  private final RetryPolicy policy;
  private final Clock clock;

  @Inject
  JobLeases(VideoRepository videos, RetryPolicy policy) {
    this(videos, policy, Clock.systemUTC());
  }

  JobLeases(VideoRepository videos, RetryPolicy policy, Clock clock) {
    this.videos = videos;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * What came of reaching for a video.
   *
   * @param video the video, when it was taken
   * @param failure why it has failed just now, when it did
   */
  record Lease(Optional<LeasedVideo> video, Optional<ErrorCode> failure) {}

  /** A video that waits for a worker. */
  record Waiting(long fileId, Instant createdAt) {}

  /**
   * A video's objects.
   *
   * @param gone whether the video was deleted
   * @param ended whether nobody works on it, nor will
   */
  record Register(boolean gone, boolean ended, Set<UUID> objects) {}

  /**
   * Takes a video, if it is there, unfinished, free and due; fails it when it was tried too often.
   * That is found here for those whose last worker died without a word.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Lease acquire(long fileId, String worker) {
    VideoFile video = videos.lock(fileId);
    boolean spent = video != null && policy.isSpent(video.getAttempts());
    if (video == null || !acquire(video, worker)) {
      return new Lease(Optional.empty(), Optional.empty());
    }
    Optional<MediaObject> source =
        video.getObjects().stream().filter(o -> o.getKind() == MediaObject.Kind.SOURCE).findFirst();
    if (spent || source.isEmpty()) {
      ErrorCode code = spent ? ErrorCode.PROCESSING_INTERRUPTED : ErrorCode.SOURCE_MISSING;
      video.markFailed(code, code.defaultMessage());
      return new Lease(Optional.empty(), Optional.of(code));
    }
    ObjectRef ref = new ObjectRef(fileId, source.get().getObjectId());
    return new Lease(Optional.of(new LeasedVideo(fileId, worker, ref)), Optional.empty());
  }

  /**
   * A sign of life.
   *
   * @return whether the video is still there and this worker's
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean prolong(LeasedVideo leased, int percent) {
    int bounded = Math.max(0, Math.min(99, percent));
    return videos.prolong(leased, bounded, clock.instant().plus(LEASE));
  }

  /**
   * Registers what a job made, all at once; its key file names it already.
   *
   * @return whether the video was still there and this worker's
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean complete(LeasedVideo leased, ProcessingResult result) {
    VideoFile video = videos.lock(leased.fileId());
    if (video == null || !video.isLeasedTo(leased.worker())) {
      return false;
    }
    for (PublishedObject published : result.objects()) {
      MediaObject object = published.toMediaObject();
      video.addObject(published == result.defaultObject() ? object.asDefault() : object);
    }
    Rendition rendition = result.defaultRendition();
    video.markProcessed(
        leased.worker(),
        rendition.index().duration(),
        rendition.width(),
        rendition.height(),
        rendition.warnings().stream().map(w -> new VideoWarning(w.code(), w.message())).toList());
    return true;
  }

  /**
   * Ends a job badly; the source stays.
   *
   * @return whether the video was still there and this worker's
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean fail(LeasedVideo leased, ErrorCode code, String message) {
    VideoFile video = videos.lock(leased.fileId());
    if (video == null || !video.isLeasedTo(leased.worker())) {
      return false;
    }
    video.markFailed(code, message);
    return true;
  }

  /** Fails a video whose job nobody knows any more, unless somebody took it meanwhile. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean failLost(long fileId, String worker) {
    VideoFile video = videos.lock(fileId);
    if (video == null || !acquire(video, worker)) {
      return false;
    }
    video.markFailed(ErrorCode.PROCESSING_LOST, ErrorCode.PROCESSING_LOST.defaultMessage());
    return true;
  }

  /** What became of a video whose attempt broke off. */
  enum Interrupted {
    /** It waits for the next attempt. */
    WAITS,
    /** It has failed: there is no attempt left. */
    FAILED,
    /** It is deleted, or another's by now. */
    LOST
  }

  /** Lets go of a video after an attempt that broke off: for a while, or for good. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Interrupted interrupt(LeasedVideo leased, DomainException reason) {
    VideoFile video = videos.lock(leased.fileId());
    if (video == null || !video.isLeasedTo(leased.worker())) {
      return Interrupted.LOST;
    }
    if (policy.isSpent(video.getAttempts())) {
      DomainException told = RetryPolicy.spent(reason);
      video.markFailed(told.code(), told.getMessage());
      return Interrupted.FAILED;
    }
    video.abandon(leased.worker(), policy.next(video.getAttempts(), clock.instant()));
    return Interrupted.WAITS;
  }

  /** Lets go of a video because the server stops. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void handBack(LeasedVideo leased) {
    VideoFile video = videos.lock(leased.fileId());
    if (video != null && video.isLeasedTo(leased.worker())) {
      video.handBack(leased.worker());
    }
  }

  /** The unfinished, due videos that nobody works on and whose job has been sent, oldest first. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  List<Waiting> waiting() {
    return videos.waiting(clock.instant(), REAPED_AT_ONCE).stream()
        .map(v -> new Waiting(v.getId(), v.getCreatedAt()))
        .toList();
  }

  /** What is known of a video now. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Register register(long fileId) {
    VideoFile video = videos.find(fileId);
    if (video == null) {
      return new Register(true, true, Set.of());
    }
    boolean ended =
        video.getStatus() == VideoStatus.PROCESSED || video.getStatus() == VideoStatus.FAILED;
    Set<UUID> objects = new HashSet<>();
    video.getObjects().forEach(o -> objects.add(o.getObjectId()));
    return new Register(false, ended, objects);
  }

  private boolean acquire(VideoFile video, String worker) {
    Instant now = clock.instant();
    return video.acquireLease(worker, now, now.plus(LEASE));
  }
}
