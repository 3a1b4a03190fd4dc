package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores in the database which worker processes which video. A lease expires unless its worker
 * renews it. Thread-safe.
 */
@ApplicationScoped
class JobLeases {
  /** Duration of a lease without renewal. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final int REAPED_AT_ONCE = 50;

  /** Number of waiting videos among which those of the accounts in turn are chosen. */
  private static final int CONSIDERED = 500;

  /** Pause before the key of a job whose outcome is recorded is erased again. */
  private static final Duration ERASE_AGAIN = Duration.ofSeconds(10);

  /** Placeholder for the source of a video that has none; it is never read. */
  private static final ObjectRef NO_SOURCE = new ObjectRef(0, new UUID(0, 0));

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
   * The result of an attempt to take a lease.
   *
   * @param video the video, if the lease was taken
   * @param concluded whether the outcome is recorded already, so that only the key has to be erased
   *     and the video to be settled
   */
  record Lease(Optional<LeasedVideo> video, boolean concluded) {}

  /**
   * A video that waits for a worker.
   *
   * @param concluded whether its outcome is recorded already
   */
  record Waiting(long fileId, Instant createdAt, boolean concluded) {}

  /**
   * The outcome of a job.
   *
   * @param failure the error code, or empty when the video is processed
   * @param asBefore whether it is processed because it was before, and a new preparation has failed
   */
  record Outcome(Optional<String> failure, boolean asBefore) {}

  /**
   * The registered objects of a video.
   *
   * @param deleted whether the video was deleted
   * @param ended whether no worker processes the video or is going to
   * @param objects ids of the objects, and of those whose deletion is recorded: they may be about
   *     to be registered, and are deleted otherwise without the job
   */
  record Register(boolean deleted, boolean ended, Set<UUID> objects) {}

  /**
   * Takes the lease of a video, provided that the video exists, is unfinished and due, and nobody
   * has its lease. The failure of a video without attempts left is recorded here, since a worker
   * that died couldn't do so.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Lease acquire(long fileId, String worker) {
    VideoFile video = videos.lock(fileId);
    boolean spent = video != null && policy.isSpent(video.getAttempts());
    if (video == null || !acquire(video, worker)) {
      return new Lease(Optional.empty(), false);
    }
    Optional<ObjectRef> source = source(video);
    if (!video.isConcluded() && (spent || source.isEmpty())) {
      ErrorCode code = spent ? ErrorCode.PROCESSING_INTERRUPTED : ErrorCode.SOURCE_MISSING;
      recordFailure(video, worker, code, code.defaultMessage());
    }
    LeasedVideo leased = new LeasedVideo(fileId, worker, source.orElse(NO_SOURCE));
    return new Lease(Optional.of(leased), video.isConcluded());
  }

  private static Optional<ObjectRef> source(VideoFile video) {
    return video.source().map(o -> new ObjectRef(video.getId(), o.getObjectId()));
  }

  /**
   * Renews a lease and stores the progress.
   *
   * @return whether the video exists and the worker still has its lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean prolong(LeasedVideo leased, int percent) {
    int bounded = Math.max(0, Math.min(99, percent));
    return videos.prolong(leased, bounded, clock.instant().plus(LEASE));
  }

  /**
   * Registers a part of a rendition, which can be played from then on.
   *
   * @return whether the video existed and the worker still had its lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean publish(LeasedVideo leased, PublishedPart part) {
    VideoFile video = running(leased);
    if (video == null) {
      return false;
    }
    video.publishPart(leased.worker(), part.toMediaObject(), part.part().plannedDuration());
    return true;
  }

  /** Returns a registered part, which an earlier attempt may have published. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<MediaObject> published(LeasedVideo leased, String rendition, int number) {
    return videos.part(leased.fileId(), rendition, number);
  }

  /** Returns the name of the rendition that is played until a new one is complete. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<String> superseded(LeasedVideo leased) {
    return Optional.ofNullable(videos.find(leased.fileId()))
        .filter(VideoFile::isPreparedAnew)
        .flatMap(VideoFile::defaultRendition)
        .map(MediaView::name);
  }

  /** Returns the first registered part, whatever the name of its rendition. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<MediaObject> firstPublished(LeasedVideo leased) {
    return videos.firstPart(leased.fileId());
  }

  /**
   * Removes the registered parts of a video that the current attempt doesn't make. Their objects
   * are deleted soon.
   *
   * @param rendition name of the rendition that it makes
   * @param kept number of parts of that rendition that stay
   * @return whether the video existed and the worker still had its lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean withdraw(LeasedVideo leased, String rendition, int kept) {
    VideoFile video = running(leased);
    if (video == null) {
      return false;
    }
    List<MediaObject> removed = video.withdrawParts(leased.worker(), rendition, kept);
    videos.deleteLater(
        leased.fileId(), removed.stream().map(MediaObject::getObjectId).toList(), clock.instant());
    return true;
  }

  /**
   * Registers the result of a job in one transaction. The key file must contain it already. The
   * video is processed after {@link #settle}.
   *
   * @return whether the video existed and the worker still had its lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean complete(LeasedVideo leased, ProcessingResult result) {
    VideoFile video = running(leased);
    if (video == null) {
      return false;
    }
    replace(leased, video);
    add(leased, video, result.objects());
    Rendition rendition = result.rendition();
    video.recordResult(
        leased.worker(),
        result.name(),
        rendition.index().duration(),
        rendition.width(),
        rendition.height(),
        result.warnings().stream().map(w -> new VideoWarning(w.code(), w.message())).toList());
    videos.removePieces(leased.fileId(), clock.instant());
    videos.addLadder(
        leased.fileId(), result.ladder(), LadderPlan.parts(rendition), clock.instant());
    videos.addSounds(leased.fileId(), result.sounds(), rendition.clock(), clock.instant());
    return true;
  }

  /** Removes what was played until now of a video that is prepared anew. */
  private void replace(LeasedVideo leased, VideoFile video) {
    List<UUID> superseded =
        video.removeSuperseded(leased.worker()).stream().map(MediaObject::getObjectId).toList();
    if (!superseded.isEmpty()) {
      videos.deleteAfterStreams(leased.fileId(), superseded, clock.instant());
    }
  }

  /** Adds what was made beside the rendition. Captions that the owner may have edited stay. */
  private void add(LeasedVideo leased, VideoFile video, List<PublishedObject> made) {
    boolean hasCaptions = !video.captions().isEmpty();
    List<UUID> needless = new ArrayList<>();
    for (PublishedObject published : made) {
      MediaObject object = published.toMediaObject();
      if (hasCaptions && object.getKind() == MediaObject.Kind.CAPTIONS) {
        needless.add(object.getObjectId());
      } else {
        video.addObject(object);
      }
    }
    videos.deleteLater(leased.fileId(), needless, clock.instant());
  }

  /**
   * Records the failure of a job. The source is kept. The video has failed after {@link #settle}.
   *
   * @return whether the video existed and the worker still had its lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean fail(LeasedVideo leased, ErrorCode code, String message) {
    VideoFile video = running(leased);
    if (video == null) {
      return false;
    }
    recordFailure(video, leased.worker(), code, message);
    return true;
  }

  /**
   * Takes the lease of a video whose job can't be found any more and records that failure. The
   * result is empty when another worker has taken the lease.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<LeasedVideo> failLost(long fileId, String worker) {
    VideoFile video = videos.lock(fileId);
    if (video == null || !acquire(video, worker)) {
      return Optional.empty();
    }
    if (!video.isConcluded()) {
      ErrorCode code = ErrorCode.PROCESSING_LOST;
      recordFailure(video, worker, code, code.defaultMessage());
    }
    return Optional.of(new LeasedVideo(fileId, worker, source(video).orElse(NO_SOURCE)));
  }

  /**
   * Gives a video the status of its recorded outcome. The key of its job must have been erased.
   *
   * @return the outcome, or empty when the video was deleted or the worker has lost the lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<Outcome> settle(LeasedVideo leased) {
    VideoFile video = videos.lock(leased.fileId());
    if (video == null || !video.isLeasedTo(leased.worker())) {
      return Optional.empty();
    }
    video.settle(leased.worker());
    return Optional.of(
        new Outcome(Optional.ofNullable(video.getFailureCode()), video.couldNotBePreparedAnew()));
  }

  /** Whether a worker still has its lease. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean isHeld(LeasedVideo leased) {
    VideoFile video = videos.find(leased.fileId());
    return video != null && video.isLeasedTo(leased.worker());
  }

  /** Releases the lease of a video whose outcome is recorded but whose key couldn't be erased. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void defer(LeasedVideo leased) {
    VideoFile video = videos.lock(leased.fileId());
    if (video != null && video.isLeasedTo(leased.worker())) {
      video.defer(leased.worker(), clock.instant().plus(ERASE_AGAIN));
    }
  }

  /** The state of a video after an interrupted attempt. */
  enum Interrupted {
    /** The video waits for the next attempt. */
    WAITS,
    /** The outcome of the job is recorded: a failure, since no attempt is left. */
    CONCLUDED,
    /** The video was deleted, or another worker has its lease. */
    LOST
  }

  /**
   * Releases the lease after an interrupted attempt, so that the video waits for the next one. If
   * none is left, the lease is kept and the failure recorded.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Interrupted interrupt(LeasedVideo leased, DomainException reason) {
    VideoFile video = videos.lock(leased.fileId());
    if (video == null || !video.isLeasedTo(leased.worker())) {
      return Interrupted.LOST;
    }
    if (video.isConcluded()) {
      return Interrupted.CONCLUDED;
    }
    if (policy.isSpent(video.getAttempts())) {
      DomainException failure = RetryPolicy.spent(reason);
      recordFailure(video, leased.worker(), failure.code(), failure.getMessage());
      return Interrupted.CONCLUDED;
    }
    video.abandon(leased.worker(), policy.next(video.getAttempts(), clock.instant()));
    return Interrupted.WAITS;
  }

  /** Releases a lease because the server stops. The attempt isn't counted. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void handBack(LeasedVideo leased) {
    VideoFile video = videos.lock(leased.fileId());
    if (video != null && video.isLeasedTo(leased.worker())) {
      video.handBack(leased.worker());
    }
  }

  /**
   * Returns the unfinished, due videos without a lease whose job has been sent, in turn by account.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  List<Waiting> waiting() {
    return RoundRobinOrder.of(videos.waiting(clock.instant(), CONSIDERED), VideoFile::getOwnerId)
        .limit(REAPED_AT_ONCE)
        .map(v -> new Waiting(v.getId(), v.getCreatedAt(), v.isConcluded()))
        .toList();
  }

  /** Returns those of the videos that exist and whose processing hasn't ended. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Set<Long> unfinished(Set<Long> fileIds) {
    return videos.unfinished(fileIds);
  }

  /** Returns the current objects of a video. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Register register(long fileId) {
    VideoFile video = videos.find(fileId);
    if (video == null) {
      return new Register(true, true, Set.of());
    }
    boolean ended =
        video.getStatus() == VideoStatus.PROCESSED || video.getStatus() == VideoStatus.FAILED;
    // before the objects: one that is registered meanwhile is among either
    Set<UUID> objects = new HashSet<>(videos.expected(fileId));
    video.getObjects().forEach(o -> objects.add(o.getObjectId()));
    return new Register(false, ended, objects);
  }

  /** Locks a video whose job is running and has no outcome yet; null otherwise. */
  private @Nullable VideoFile running(LeasedVideo leased) {
    VideoFile video = videos.lock(leased.fileId());
    return video == null || !video.isLeasedTo(leased.worker()) || video.isConcluded()
        ? null
        : video;
  }

  private void recordFailure(VideoFile video, String worker, ErrorCode code, String message) {
    video.recordFailure(worker, code, message);
    videos.removePieces(video.getId(), clock.instant());
  }

  private boolean acquire(VideoFile video, String worker) {
    Instant now = clock.instant();
    return video.acquireLease(worker, now, now.plus(LEASE));
  }
}
