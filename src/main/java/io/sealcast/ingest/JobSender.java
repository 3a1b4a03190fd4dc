package io.sealcast.ingest;

import io.sealcast.catalog.JobOutbox;
import io.sealcast.catalog.UnsentJob;
import io.sealcast.messaging.JobPublisher;
import io.sealcast.messaging.ProcessingJob;
import io.sealcast.role.Roles;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Sends the jobs of uploaded videos by the pattern of a transactional outbox. A job stays in the
 * database until the broker has acknowledged it. A job that wasn't sent because the broker was away
 * or the instance died is sent later, by any instance. Duplicates are harmless: the processor finds
 * that the video is leased or done. Thread-safe.
 */
@ApplicationScoped
class JobSender {
  private static final Logger LOG = System.getLogger(JobSender.class.getName());
  private static final long PERIOD_SECONDS = 3;
  private static final int BATCH = 50;

  /**
   * Age from which this class polls for unsent jobs. Until then, the instance that received the
   * upload has tried to send the job; compare the producer's delivery timeout.
   */
  private static final Duration MIN_AGE = Duration.ofSeconds(15);

  private final JobOutbox outbox;
  private final JobPublisher publisher;
  private final Roles roles;
  private final Executor executor;
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

  @Resource private ManagedScheduledExecutorService scheduler;

  @Inject
  JobSender(JobOutbox outbox, JobPublisher publisher, Roles roles) {
    this.outbox = outbox;
    this.publisher = publisher;
    this.roles = roles;
    this.executor = task -> scheduler.execute(task);
  }

  /**
   * @param executor runs the database update after the broker's acknowledgement
   */
  JobSender(JobOutbox outbox, JobPublisher publisher, Executor executor) {
    this.outbox = outbox;
    this.publisher = publisher;
    this.roles = new Roles("web");
    this.executor = executor;
  }

  void begin(@Observes Startup event) {
    if (roles.isWeb()) {
      scheduler.scheduleWithFixedDelay(
          this::sendUnsent, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * Sends the jobs that weren't sent in time. It never throws, since an exception would end the
   * schedule.
   */
  void sendUnsent() {
    try {
      outbox.oldest(Instant.now().minus(MIN_AGE), BATCH).forEach(this::send);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Unsent jobs can't be queried", e);
    }
  }

  /** Sends a job. The call doesn't wait for the acknowledgement. */
  void send(UnsentJob job) {
    if (!inFlight.add(job.getJobId())) {
      return;
    }
    publish(job)
        .whenCompleteAsync(
            (done, failure) -> {
              try {
                ended(job, failure);
              } finally {
                inFlight.remove(job.getJobId());
              }
            },
            executor);
  }

  private CompletionStage<Void> publish(UnsentJob job) {
    byte[] sealedDataKey = job.getSealedDataKey();
    return publisher.publish(
        new ProcessingJob(
            job.getJobId(),
            job.getFileId(),
            sealedDataKey == null
                ? null
                : new ProcessingJob.RecordedKey(job.getExpiresAt(), sealedDataKey)));
  }

  private void ended(UnsentJob job, Throwable failure) {
    if (failure == null) {
      outbox.sent(job);
    } else {
      LOG.log(
          Level.WARNING,
          "the job of video {0} waits for the broker",
          Long.toString(job.getFileId()));
    }
  }
}
