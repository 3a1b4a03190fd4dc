package io.sealcast.processing;

import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.LeasedStep;
import io.sealcast.catalog.ObjectDeletions;
import io.sealcast.catalog.StepLeases;
import io.sealcast.media.Cancellation;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.JobRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Works on steps: takes the lease of a step, opens the key of its video, and repeats or ends a step
 * that fails.
 */
@ApplicationScoped
class StepWorker {
  private static final Logger LOG = System.getLogger(StepWorker.class.getName());

  /** Number of keys that are erased at once. */
  private static final int ERASED_AT_ONCE = 50;

  @Inject private StepLeases leases;
  @Inject private StoredJobKeys jobKeys;
  @Inject private ObjectDeletions deletions;
  @Inject private LeaseKeeper keeper;
  @Inject private RetryPolicy policy;

  @Inject
  @ConfigProperty(name = "sealcast.instance.id")
  private String instanceId;

  /**
   * An attempt at a step.
   *
   * @param leased the step and its video
   * @param worker who has the lease
   * @param key the key of the video, which remains the caller's
   * @param beforePublication has to be told of the object before it is in the storage
   * @param progress gets the progress in per cent
   */
  record Attempt<S extends LeasedStep>(
      StepLeases.Leased<S> leased,
      String worker,
      DataKey key,
      Consumer<UUID> beforePublication,
      IntConsumer progress,
      Cancellation cancellation) {}

  /** What is done in steps of one kind. */
  interface Work<S extends LeasedStep> {
    /** Returns the class of the steps. */
    Class<S> kind();

    /** Returns what a step makes, for the log. */
    String nameOf(StepLeases.Leased<S> leased);

    /**
     * Makes something and registers it.
     *
     * @return whether it was registered, or is needless; false when the lease was lost, or the
     *     object was deleted meanwhile
     * @throws DomainException with the reason
     * @throws CancellationException when the attempt was cancelled
     */
    boolean produce(Attempt<S> attempt) throws IOException;

    /**
     * Ends a step that can't be done.
     *
     * @return whether the worker still had the lease of the step
     */
    boolean giveUp(StepLeases.Leased<S> leased, String worker);

    /**
     * Counts an attempt that has failed.
     *
     * @param again whether another one follows
     */
    void count(boolean again);
  }

  /**
   * Works on a step if its lease is free. The call blocks until the step has ended, and never
   * throws.
   *
   * @return whether the lease was free and the step has ended
   */
  <S extends LeasedStep> boolean work(UUID stepId, Work<S> work, Cancellation cancellation) {
    String worker = prefix(instanceId) + UUID.randomUUID();
    try {
      Instant now = Instant.now();
      Optional<StepLeases.Leased<S>> leased =
          leases.acquire(work.kind(), stepId, worker, now, now.plus(JobLeases.LEASE));
      leased.ifPresent(step -> work(step, worker, work, cancellation));
      return leased.isPresent();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a step broke off", e);
      return false;
    }
  }

  private <S extends LeasedStep> void work(
      StepLeases.Leased<S> leased, String worker, Work<S> work, Cancellation cancellation) {
    S step = leased.step();
    if (policy.isSpent(step.getAttempts() - 1)) {
      // the workers of all attempts have died, so that none of them could end the step
      end(leased, worker, work, new DomainException(ErrorCode.PROCESSING_INTERRUPTED));
      return;
    }
    try {
      produce(leased, worker, work, cancellation);
    } catch (CancellationException e) {
      leases.handBack(step, worker);
    } catch (DomainException e) {
      end(leased, worker, work, e);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "a step of video " + step.getFileId() + " failed", e);
      end(leased, worker, work, new DomainException(ErrorCode.INTERNAL_ERROR, e));
    }
  }

  private <S extends LeasedStep> void produce(
      StepLeases.Leased<S> leased, String worker, Work<S> work, Cancellation cancellation)
      throws IOException {
    S step = leased.step();
    AtomicReference<UUID> published = new AtomicReference<>();
    try (LeaseKeeper.Lease lease =
            keeper.keep(percent -> prolong(step, worker, published.get()), cancellation);
        DataKey key = open(step.getFileId())) {
      Consumer<UUID> beforePublication =
          object -> {
            deletions.expect(object, step.getFileId(), Instant.now());
            published.set(object);
          };
      boolean done =
          work.produce(
              new Attempt<>(leased, worker, key, beforePublication, lease::progress, cancellation));
      if (!done) {
        throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE);
      }
    }
  }

  /**
   * Renews a lease.
   *
   * @param published the object that is being proved and not registered yet; null before
   */
  private boolean prolong(LeasedStep step, String worker, @Nullable UUID published) {
    Instant now = Instant.now();
    if (published != null) {
      deletions.postpone(published, now);
    }
    return leases.prolong(step, worker, now.plus(JobLeases.LEASE));
  }

  private DataKey open(long fileId) throws IOException {
    Optional<String> job = jobKeys.jobOf(fileId);
    if (job.isEmpty()) {
      throw new DomainException(ErrorCode.PROCESSING_LOST);
    }
    return jobKeys.open(new JobRef(fileId, job.get()));
  }

  private <S extends LeasedStep> void end(
      StepLeases.Leased<S> leased, String worker, Work<S> work, DomainException reason) {
    S step = leased.step();
    // other work, to which a step leaves the processor, may have made it reach its time limit
    boolean passing =
        RetryPolicy.isPassing(reason.code()) || reason.code() == ErrorCode.PROCESSING_TIMEOUT;
    boolean again = passing && !policy.isSpent(step.getAttempts());
    boolean held =
        again
            ? leases.abandon(step, worker, policy.next(step.getAttempts(), Instant.now()))
            : work.giveUp(leased, worker);
    if (held) {
      work.count(again);
      LOG.log(
          Level.WARNING,
          "{0} of video {1} {2}: {3}",
          work.nameOf(leased),
          Long.toString(step.getFileId()),
          again ? "has to wait" : "can''t be made",
          reason.code());
    }
  }

  /** Returns how the names of all workers of an instance begin. */
  static String prefix(String instanceId) {
    return instanceId + "/";
  }

  /** Erases the keys of processed videos without steps. */
  void eraseKeys() {
    for (JobKey key : leases.keysOfEnded(ERASED_AT_ONCE)) {
      long fileId = key.getFileId();
      try {
        jobKeys.erase(new JobRef(fileId, key.getJobId()));
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.WARNING, "the key of video " + fileId + " could not be erased", e);
      }
    }
  }
}
