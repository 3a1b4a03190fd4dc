package io.sealcast.processing;

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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A job from its lease to its end, whichever end that is. */
@ApplicationScoped
class JobService {
  private static final Logger LOG = System.getLogger(JobService.class.getName());

  private final JobLeases jobLeases;
  private final JobRunner runner;
  private final ResultRegistration registration;
  private final SealedKeys sealedKeys;
  private final VideoStorage storage;
  private final VideoEventPublisher events;
  private final LeaseKeeper keeper;
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
      VideoStorage storage,
      VideoEventPublisher events,
      LeaseKeeper keeper,
      @ConfigProperty(name = "sealcast.instance.id") String instanceId) {
    this.jobLeases = jobLeases;
    this.runner = runner;
    this.registration = registration;
    this.sealedKeys = sealedKeys;
    this.storage = storage;
    this.events = events;
    this.keeper = keeper;
    this.instanceId = instanceId;
  }

  void show(@Observes Meters meters) {
    String name = "sealcast_jobs_total";
    String help =
        "Jobs that ended here, by how; an abandoned one is begun again, a refused one never was.";
    meters.counter(name, help, "outcome", "processed", processed::sum);
    meters.counter(name, help, "outcome", "failed", failed::sum);
    meters.counter(name, help, "outcome", "abandoned", abandoned::sum);
    meters.counter(name, help, "outcome", "refused", refused::sum);
    meters.durations("sealcast_job_seconds", "From the lease until the video can be played.", took);
  }

  /** Whether a job was sealed for its video and hasn't expired: anybody may write to the topic. */
  boolean isGenuine(ProcessingJob job) {
    try {
      open(job).close();
      return true;
    } catch (DomainException e) {
      return false;
    }
  }

  private DataKey open(ProcessingJob job) {
    return sealedKeys.openJob(job.jobId(), job.fileId(), job.expiresAt(), job.sealedDataKey());
  }

  /** Counts a job that isn't genuine, or whose video waits for nobody; the video stays as it is. */
  void refuse(ProcessingJob job) {
    refused.increment();
    LOG.log(Level.DEBUG, "refused a job of video {0}", Long.toString(job.fileId()));
  }

  /** Works on a genuine job if its video is free; returns when it has ended. Never throws. */
  void work(ProcessingJob job, Cancellation cancellation) {
    try {
      String worker = instanceId + "/" + UUID.randomUUID();
      JobLeases.Lease lease = jobLeases.acquire(job.fileId(), worker);
      if (lease.video().isPresent()) {
        work(job, lease.video().get(), cancellation);
      } else if (lease.failure().isPresent()) {
        tellFailed(job.fileId(), lease.failure().get());
        deleteLeftovers(job.fileId());
      } else {
        refuse(job);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the job of video " + job.fileId() + " broke off", e);
    }
  }

  /** Ends a video whose job can't be found any more. */
  void lose(long fileId) {
    if (jobLeases.failLost(fileId, instanceId + "/" + UUID.randomUUID())) {
      tell(fileId, VideoStatus.FAILED, 0);
    }
  }

  private void work(ProcessingJob job, LeasedVideo video, Cancellation cancellation) {
    long started = System.nanoTime();
    tell(video.fileId(), VideoStatus.PROCESSING, 0);
    try {
      ProcessingResult result = produce(job, video, cancellation);
      if (registration.register(video, result)) {
        tell(video.fileId(), VideoStatus.PROCESSED, 100);
        processed.increment();
        took.add(System.nanoTime() - started);
        say(video, started, result);
      } else {
        // the lease was lost, and another may be at work on the same video: only what is ours
        for (StoredObject object : result.stored().values()) {
          storage.deleteObject(object.ref());
        }
      }
    } catch (CancellationException e) {
      jobLeases.handBack(video);
    } catch (DomainException e) {
      end(video, e);
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
        DataKey key = open(job)) {
      return runner.run(video, key, lease::progress, cancellation);
    }
  }

  private void end(LeasedVideo video, DomainException reason) {
    if (RetryPolicy.isPassing(reason.code())) {
      LOG.log(
          Level.WARNING,
          "an attempt on video {0} broke off: {1}",
          Long.toString(video.fileId()),
          reason.code());
      interrupt(video, reason);
    } else if (jobLeases.fail(video, reason.code(), reason.getMessage())) {
      tellFailed(video.fileId(), reason.code());
    }
  }

  private void interrupt(LeasedVideo video, DomainException reason) {
    if (jobLeases.interrupt(video, reason) == JobLeases.Interrupted.FAILED) {
      tellFailed(video.fileId(), reason.code());
    } else {
      abandoned.increment();
    }
  }

  private void tellFailed(long fileId, ErrorCode reason) {
    LOG.log(Level.INFO, "video {0} can''t be prepared: {1}", Long.toString(fileId), reason);
    failed.increment();
    tell(fileId, VideoStatus.FAILED, 0);
  }

  /**
   * What this and earlier attempts published and nobody registered. As long as the video is
   * unfinished another may be at work on it, and nothing is touched. What is there is listed before
   * the register is read: a failed video may be processed again at any time, and what that
   * publishes after the look isn't in the list.
   */
  private void deleteLeftovers(long fileId) {
    try {
      Set<ObjectRef> stored = storage.objects(fileId);
      JobLeases.Register register = jobLeases.register(fileId);
      if (register.gone()) {
        // deleted meanwhile: whatever this job wrote afterwards goes too
        storage.deleteVideo(fileId);
      } else if (register.ended()) {
        for (ObjectRef ref : stored) {
          if (!register.objects().contains(ref.objectId())) {
            storage.deleteObject(ref);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "leftovers of video " + fileId + " stay for now", e);
    }
  }

  private void tell(long fileId, VideoStatus status, int percent) {
    events.publish(new VideoEvent.Changed(fileId, status.text(), percent));
  }

  private static void say(LeasedVideo video, long started, ProcessingResult result) {
    LOG.log(
        Level.INFO,
        "video {0} is ready after {1} s: {2}, {3}",
        Long.toString(video.fileId()),
        (System.nanoTime() - started) / 100_000_000 / 10.0,
        result.defaultRendition().name(),
        result.defaultRendition().copied() ? "copied" : "encoded");
  }
}
