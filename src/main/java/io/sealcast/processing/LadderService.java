package io.sealcast.processing;

import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.LadderStep;
import io.sealcast.catalog.LadderSteps;
import io.sealcast.catalog.ObjectDeletions;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.media.Cancellation;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.JobRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes the smaller renditions of processed videos, each in a step with a lease of its own. A video
 * is watched meanwhile, and stays as it is when a step can't be done.
 */
@ApplicationScoped
class LadderService {
  private static final Logger LOG = System.getLogger(LadderService.class.getName());

  /** Number of keys that are erased at once. */
  private static final int ERASED_AT_ONCE = 50;

  @Inject private LadderSteps steps;
  @Inject private LadderRegistration registration;
  @Inject private StoredJobKeys jobKeys;
  @Inject private RungRunner runner;
  @Inject private ObjectDeletions deletions;
  @Inject private LeaseKeeper keeper;
  @Inject private RetryPolicy policy;
  @Inject private VideoEventPublisher events;

  @Inject
  @ConfigProperty(name = "sealcast.instance.id")
  private String instanceId;

  private final LongAdder made = new LongAdder();
  private final LongAdder needless = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder abandoned = new LongAdder();

  void show(@Observes Meters meters) {
    String name = "sealcast_ladder_steps_total";
    String help =
        "Parts of smaller renditions that ended here, by outcome; an abandoned one is repeated.";
    meters.counter(name, help, "outcome", "made", made::sum);
    meters.counter(name, help, "outcome", "needless", needless::sum);
    meters.counter(name, help, "outcome", "failed", failed::sum);
    meters.counter(name, help, "outcome", "abandoned", abandoned::sum);
  }

  /** Returns the steps that a worker may take, the most urgent first. */
  List<LadderStep> waiting(int most) {
    return steps.waiting(Instant.now(), most);
  }

  /**
   * Works on a step if its lease is free. The call blocks until the step has ended, and never
   * throws.
   *
   * @return whether the lease was free and the step has ended
   */
  boolean work(UUID stepId, Cancellation cancellation) {
    String worker = instanceId + "/" + UUID.randomUUID();
    try {
      Instant now = Instant.now();
      Optional<LadderSteps.Leased> leased =
          steps.acquire(stepId, worker, now, now.plus(JobLeases.LEASE));
      leased.ifPresent(step -> work(step, worker, cancellation));
      return leased.isPresent();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a step of a ladder broke off", e);
      return false;
    }
  }

  private void work(LadderSteps.Leased leased, String worker, Cancellation cancellation) {
    LadderStep step = leased.step();
    if (policy.isSpent(step.getAttempts() - 1)) {
      // the workers of all attempts have died, so that none of them could end the step
      end(leased, worker, new DomainException(ErrorCode.PROCESSING_INTERRUPTED));
      return;
    }
    try {
      produce(leased, worker, cancellation);
    } catch (CancellationException e) {
      steps.handBack(step.getStepId(), worker);
    } catch (DomainException e) {
      end(leased, worker, e);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "a step of video " + step.getFileId() + " failed", e);
      end(leased, worker, new DomainException(ErrorCode.INTERNAL_ERROR, e));
    }
  }

  /** Makes and registers a part of a rendition. */
  private void produce(LadderSteps.Leased leased, String worker, Cancellation cancellation)
      throws IOException {
    LadderStep step = leased.step();
    AtomicReference<UUID> published = new AtomicReference<>();
    try (LeaseKeeper.Lease lease =
            keeper.keep(percent -> prolong(step, worker, published.get()), cancellation);
        DataKey key = open(step.getFileId())) {
      PublishedRungPart part =
          runner.run(
              leased,
              key,
              object -> {
                deletions.expect(object, step.getFileId(), Instant.now());
                published.set(object);
              },
              lease::progress,
              cancellation);
      cancellation.check();
      completed(leased, worker, registration.register(step, worker, part));
    }
  }

  private void completed(
      LadderSteps.Leased leased, String worker, LadderSteps.Completion completion) {
    LadderStep step = leased.step();
    String name = RungRunner.nameOf(leased);
    switch (completion) {
      case PART -> made.increment();
      case RENDITION -> {
        made.increment();
        LOG.log(Level.INFO, "video {0} has {1}", id(step), name);
        events.publish(new VideoEvent.Changed(step.getFileId(), VideoStatus.PROCESSED.text(), 100));
      }
      case NEEDLESS -> {
        needless.increment();
        LOG.log(Level.INFO, "video {0} needs no {1}", id(step), name);
      }
      case DIFFERENT -> {
        failed.increment();
        LOG.log(Level.WARNING, "processors don''t make the same {0} of video {1}", name, id(step));
      }
      // the object was deleted meanwhile, or the lease is lost
      case LEASE_LOST -> end(leased, worker, new DomainException(ErrorCode.OBJECT_UNAVAILABLE));
    }
  }

  private static String id(LadderStep step) {
    return Long.toString(step.getFileId());
  }

  /**
   * Renews a lease.
   *
   * @param published the object that is being proved and not registered yet; null before
   */
  private boolean prolong(LadderStep step, String worker, @Nullable UUID published) {
    Instant now = Instant.now();
    if (published != null) {
      deletions.postpone(published, now);
    }
    return steps.prolong(step.getStepId(), worker, now.plus(JobLeases.LEASE));
  }

  private DataKey open(long fileId) throws IOException {
    Optional<String> job = jobKeys.jobOf(fileId);
    if (job.isEmpty()) {
      throw new DomainException(ErrorCode.PROCESSING_LOST);
    }
    return jobKeys.open(new JobRef(fileId, job.get()));
  }

  private void end(LadderSteps.Leased leased, String worker, DomainException reason) {
    LadderStep step = leased.step();
    // other work, to which a step leaves the processor, may have made it reach its time limit
    boolean passing =
        RetryPolicy.isPassing(reason.code()) || reason.code() == ErrorCode.PROCESSING_TIMEOUT;
    boolean again = passing && !policy.isSpent(step.getAttempts());
    UUID id = step.getStepId();
    boolean held =
        again
            ? steps.abandon(id, worker, policy.next(step.getAttempts(), Instant.now()))
            : registration.giveUp(step, worker, RungRunner.nameOf(leased));
    if (held) {
      (again ? abandoned : failed).increment();
      LOG.log(
          Level.WARNING,
          "a part of {0} of video {1} {2}: {3}",
          RungRunner.nameOf(leased),
          id(step),
          again ? "has to wait" : "can''t be made",
          reason.code());
    }
  }

  /** Erases the keys of processed videos without steps. */
  void eraseKeys() {
    for (JobKey key : steps.keysOfEnded(ERASED_AT_ONCE)) {
      long fileId = key.getFileId();
      try {
        jobKeys.erase(new JobRef(fileId, key.getJobId()));
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.WARNING, "the key of video " + fileId + " could not be erased", e);
      }
    }
  }
}
