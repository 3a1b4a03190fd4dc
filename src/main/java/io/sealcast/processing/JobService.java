package io.sealcast.processing;

import io.sealcast.catalog.StepLeases;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.media.Cancellation;
import io.sealcast.messaging.ProcessingJob;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.metrics.Durations;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.JobRef;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.SealedKeys;
import io.sealcast.vault.StoredObject;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Processes a job from the acquisition of its lease to its success, failure or interruption. */
@ApplicationScoped
class JobService {
  private static final Logger LOG = System.getLogger(JobService.class.getName());

  private final JobLeases jobLeases;
  private final JobRunner runner;
  private final ResultRegistration registration;
  private final SealedKeys sealedKeys;
  private final StoredJobKeys jobKeys;
  private final VideoStorage storage;
  private final VideoEventPublisher events;
  private final LeaseKeeper keeper;
  private final StepLeases steps;
  private final PieceStores pieceStores;
  private final String instanceId;
  private final LongAdder processed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder abandoned = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Durations took = Durations.ofJobs();

  @Inject
  JobService(
      JobLeases jobLeases,
      JobRunner runner,
      ResultRegistration registration,
      SealedKeys sealedKeys,
      StoredJobKeys jobKeys,
      VideoStorage storage,
      VideoEventPublisher events,
      LeaseKeeper keeper,
      StepLeases steps,
      PieceStores pieceStores,
      @ConfigProperty(name = "sealcast.instance.id") String instanceId) {
    this.jobLeases = jobLeases;
    this.runner = runner;
    this.registration = registration;
    this.sealedKeys = sealedKeys;
    this.jobKeys = jobKeys;
    this.storage = storage;
    this.events = events;
    this.keeper = keeper;
    this.steps = steps;
    this.pieceStores = pieceStores;
    this.instanceId = instanceId;
  }

  void show(@Observes Meters meters) {
    String name = "sealcast_jobs_total";
    String help =
        "Jobs that ended here, by outcome; an abandoned one is repeated, a refused one wasn't started.";
    meters.counter(name, help, "outcome", "processed", processed::sum);
    meters.counter(name, help, "outcome", "failed", failed::sum);
    meters.counter(name, help, "outcome", "abandoned", abandoned::sum);
    meters.counter(name, help, "outcome", "refused", refused::sum);
    meters.durations("sealcast_job_seconds", "From the lease until the video can be played.", took);
  }

  /**
   * Whether the key in the record of an earlier version was sealed for its video and hasn't
   * expired: anybody may write to the topic.
   */
  boolean isGenuine(ProcessingJob job, ProcessingJob.RecordedKey key) {
    try {
      open(job, key).close();
      return true;
    } catch (DomainException e) {
      return false;
    }
  }

  private DataKey open(ProcessingJob job) throws IOException {
    ProcessingJob.RecordedKey recorded = job.recordedKey();
    return recorded == null ? jobKeys.open(ref(job)) : open(job, recorded);
  }

  private DataKey open(ProcessingJob job, ProcessingJob.RecordedKey key) {
    return sealedKeys.openRecordedJob(ref(job), key.expiresAt(), key.sealedDataKey());
  }

  private static JobRef ref(ProcessingJob job) {
    return new JobRef(job.fileId(), job.jobId());
  }

  /** Counts a job that isn't genuine or whose video doesn't wait for a worker. */
  void refuse(ProcessingJob job) {
    refused.increment();
    LOG.log(Level.DEBUG, "refused a job of video {0}", Long.toString(job.fileId()));
  }

  /**
   * Processes a job if the lease of its video is free. The call blocks until the job has ended, and
   * never throws.
   *
   * @param job the current job of its video, or one with a recorded key that is genuine
   * @return whether the lease was free and the job or the attempt has ended
   */
  boolean work(ProcessingJob job, Cancellation cancellation) {
    try {
      Optional<JobLeases.Lease> lease =
          isCurrent(job) ? Optional.of(acquire(job.fileId())) : Optional.empty();
      Optional<LeasedVideo> video = lease.flatMap(JobLeases.Lease::video);
      if (video.isEmpty()) {
        refuse(job);
      } else if (lease.get().concluded()) {
        conclude(video.get());
      } else {
        work(job, video.get(), cancellation);
      }
      return video.isPresent();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the job of video " + job.fileId() + " broke off", e);
      return false;
    }
  }

  private boolean isCurrent(ProcessingJob job) {
    Optional<String> current = jobKeys.jobOf(job.fileId());
    return current.isPresent() ? current.get().equals(job.jobId()) : job.recordedKey() != null;
  }

  private JobLeases.Lease acquire(long fileId) {
    return jobLeases.acquire(fileId, worker());
  }

  private String worker() {
    return StepWorker.prefix(instanceId) + UUID.randomUUID();
  }

  /** Fails a video whose job can't be found any more. */
  void failLost(long fileId) {
    jobLeases.failLost(fileId, worker()).ifPresent(this::conclude);
  }

  /** Settles a video whose outcome is recorded, but whose worker died before it could settle it. */
  void settleConcluded(long fileId) {
    JobLeases.Lease lease = acquire(fileId);
    if (lease.concluded()) {
      lease.video().ifPresent(this::conclude);
    }
  }

  /** Returns those of the videos whose processing hasn't ended. */
  Set<Long> unfinished(Set<Long> fileIds) {
    return jobLeases.unfinished(fileIds);
  }

  /** Returns the ids of the current jobs of videos, by the video's id. */
  Map<Long, String> jobsOf(Collection<Long> fileIds) {
    return jobKeys.jobsOf(fileIds);
  }

  /**
   * Erases the key of a job whose outcome is recorded, unless steps are left, and then gives the
   * video its final status, so that nothing that the job has left can open the video. If that
   * fails, another worker tries again.
   *
   * @return whether the video is processed now by this job
   */
  private boolean settle(LeasedVideo video) {
    Optional<JobLeases.Outcome> outcome;
    try {
      // steps are done with the same key, which is erased after the last of them
      if (!steps.isLeft(video.fileId())) {
        eraseKey(video);
      }
      outcome = jobLeases.settle(video);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the key of video " + video.fileId() + " could not be erased", e);
      jobLeases.defer(video);
      return false;
    }
    outcome
        .flatMap(JobLeases.Outcome::failure)
        .ifPresent(code -> publishFailure(video.fileId(), code));
    boolean success = outcome.isPresent() && outcome.get().failure().isEmpty();
    if (success) {
      publish(video.fileId(), VideoStatus.PROCESSED, 100);
      (outcome.get().asBefore() ? failed : processed).increment();
    }
    return success && !outcome.get().asBefore();
  }

  /** Erases the key of the job whose lease a worker has, and no key of a later job. */
  private void eraseKey(LeasedVideo video) throws IOException {
    Optional<String> job = jobKeys.jobOf(video.fileId());
    // asked afterwards: while the lease is held, the video gets no other job
    if (job.isPresent() && jobLeases.isHeld(video)) {
      jobKeys.erase(new JobRef(video.fileId(), job.get()));
    }
  }

  /** Settles a video whose outcome a worker has recorded that isn't running any more. */
  private void conclude(LeasedVideo video) {
    settle(video);
    deleteLeftovers(video.fileId());
  }

  private void work(ProcessingJob job, LeasedVideo video, Cancellation cancellation) {
    long started = System.nanoTime();
    publish(video.fileId(), VideoStatus.PROCESSING, 0);
    try {
      ProcessingResult result = produce(job, video, cancellation);
      if (registration.register(video, result)) {
        if (settle(video)) {
          took.add(System.nanoTime() - started);
          logSuccess(video, started, result);
        }
      } else {
        // the lease was lost and another worker may process the video, so only the objects of this
        // job are deleted
        for (StoredObject object : result.stored().values()) {
          storage.deleteObject(object.ref());
        }
      }
    } catch (CancellationException e) {
      jobLeases.handBack(video);
    } catch (DomainException e) {
      failOrInterrupt(video, e);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "an attempt on video " + video.fileId() + " failed", e);
      interrupt(video, new DomainException(ErrorCode.INTERNAL_ERROR, e));
    } finally {
      deleteLeftovers(video.fileId());
    }
  }

  private ProcessingResult produce(ProcessingJob job, LeasedVideo video, Cancellation cancellation)
      throws IOException {
    try (LeaseKeeper.Lease lease = keeper.keep(video, cancellation);
        DataKey key = open(job);
        StoredPieces pieces = pieceStores.open(video, key, lease::percent)) {
      return runner.run(
          video,
          key,
          new RegisteredParts(jobLeases, events, video, lease::percent),
          pieces,
          lease::progress,
          cancellation);
    }
  }

  private void failOrInterrupt(LeasedVideo video, DomainException reason) {
    if (RetryPolicy.isPassing(reason.code())) {
      LOG.log(
          Level.WARNING,
          "an attempt on video {0} broke off: {1}",
          Long.toString(video.fileId()),
          reason.code());
      interrupt(video, reason);
    } else if (jobLeases.fail(video, reason.code(), reason.getMessage())) {
      LOG.log(
          Level.INFO,
          "the job of video {0} has failed: {1}",
          Long.toString(video.fileId()),
          reason.code());
      settle(video);
    }
  }

  private void interrupt(LeasedVideo video, DomainException reason) {
    if (jobLeases.interrupt(video, reason) == JobLeases.Interrupted.CONCLUDED) {
      settle(video);
    } else {
      abandoned.increment();
    }
  }

  private void publishFailure(long fileId, String reason) {
    LOG.log(Level.INFO, "video {0} can''t be prepared: {1}", Long.toString(fileId), reason);
    failed.increment();
    publish(fileId, VideoStatus.FAILED, 0);
  }

  /**
   * Deletes objects that this and earlier attempts have published but not registered. Nothing is
   * deleted as long as the video is unfinished, since another worker may process it. The objects
   * are listed before the register is read: a failed video may be processed again at any time, and
   * objects that are published after the listing must not be deleted.
   */
  private void deleteLeftovers(long fileId) {
    try {
      Set<ObjectRef> stored = storage.objects(fileId);
      JobLeases.Register register = jobLeases.register(fileId);
      if (register.deleted()) {
        // the video was deleted meanwhile, so everything that this job has written is deleted too
        storage.deleteVideo(fileId);
      } else if (register.ended()) {
        storage.deleteUnregistered(stored, register.objects());
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "leftovers of video " + fileId + " stay for now", e);
    }
  }

  private void publish(long fileId, VideoStatus status, int percent) {
    events.publish(new VideoEvent.Changed(fileId, status.text(), percent));
  }

  private static void logSuccess(LeasedVideo video, long started, ProcessingResult result) {
    LOG.log(
        Level.INFO,
        "video {0} is ready after {1} s: {2}, {3}",
        Long.toString(video.fileId()),
        (System.nanoTime() - started) / 100_000_000 / 10.0,
        result.rendition().name(),
        result.rendition().copied() ? "copied" : "encoded");
  }
}
