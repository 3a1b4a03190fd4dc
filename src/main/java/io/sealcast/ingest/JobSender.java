package io.sealcast.ingest;

import io.sealcast.catalog.JobOutbox;
import io.sealcast.catalog.UnsentJob;
import io.sealcast.messaging.JobPublisher;
import io.sealcast.messaging.ProcessingJob;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends the jobs of uploaded videos. Each lies in the database until the broker has it; what one
 * instance can't send, because the broker is away or the instance has died, it or another sends
 * later. A job that is sent twice does no harm: who takes it finds the video taken or done.
 */
@ApplicationScoped
class JobSender {
  private static final Logger LOG = System.getLogger(JobSender.class.getName());
  private static final long LOOK_SECONDS = 3;
  private static final int AT_ONCE = 50;

  /** Whoever took the upload has tried by then; see the producer's delivery timeout. */
  private static final Duration FIRST_TRY = Duration.ofSeconds(15);

  private final JobOutbox outbox;
  private final JobPublisher publisher;
  private final List<String> roles;
  private final Executor executor;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  @Resource private ManagedScheduledExecutorService scheduler;

  @Inject
  JobSender(
      JobOutbox outbox,
      JobPublisher publisher,
      @ConfigProperty(name = "sealcast.roles") List<String> roles) {
    this.outbox = outbox;
    this.publisher = publisher;
    this.roles = roles;
    this.executor = task -> scheduler.execute(task);
  }

  /**
   * @param executor for what follows an answer of the broker
   */
  JobSender(JobOutbox outbox, JobPublisher publisher, Executor executor) {
    this.outbox = outbox;
    this.publisher = publisher;
    this.roles = List.of();
    this.executor = executor;
  }

  void begin(@Observes Startup event) {
    if (roles.stream().anyMatch(role -> role.strip().equalsIgnoreCase("web"))) {
      scheduler.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Sends what others couldn't; never throws, since that would end the looking. */
  void look() {
    try {
      outbox.oldest(Instant.now().minus(FIRST_TRY), AT_ONCE).forEach(this::send);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Unsent jobs can't be looked for", e);
    }
  }

  /** Sends a job without waiting for it. */
  void send(UnsentJob job) {
    if (!underWay.add(job.getJobId())) {
      return;
    }
    publish(job)
        .whenCompleteAsync(
            (done, failure) -> {
              try {
                ended(job, failure);
              } finally {
                underWay.remove(job.getJobId());
              }
            },
            executor);
  }

  private CompletionStage<Void> publish(UnsentJob job) {
    return publisher.publish(
        new ProcessingJob(
            job.getJobId(), job.getFileId(), job.getExpiresAt(), job.getSealedDataKey()));
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
