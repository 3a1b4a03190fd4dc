package io.sealcast.processing;

import io.sealcast.catalog.LeasedStep;
import io.sealcast.media.Cancellation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Takes the steps of one kind that wait, and works on them one at a time. Thread-safe. */
final class StepPoller {
  private static final Logger LOG = System.getLogger(StepPoller.class.getName());

  private final StepWorker worker;
  private final Semaphore permit = new Semaphore(1);

  private volatile boolean stopping;
  private volatile @Nullable Running running;

  /** A step in work. */
  private record Running(long fileId, Cancellation cancellation) {}

  StepPoller(StepWorker worker) {
    this.worker = worker;
  }

  /**
   * Takes the steps that wait, one after the other, unless this poller does so already. It doesn't
   * block, and never throws.
   *
   * @param next works on one step, and returns whether there was one
   */
  void poll(Executor executor, BooleanSupplier next) {
    if (!stopping && permit.tryAcquire()) {
      try {
        executor.execute(() -> workOnAll(next));
      } catch (RejectedExecutionException e) {
        permit.release();
      }
    }
  }

  private void workOnAll(BooleanSupplier next) {
    try {
      boolean worked = true;
      while (worked && !stopping) {
        worked = next.getAsBoolean();
        worker.eraseKeys();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "can''t poll for steps: {0}", e.toString());
    } finally {
      permit.release();
    }
  }

  /**
   * Works on the first of some steps that no other processor has taken.
   *
   * @return whether there was one
   */
  <S extends LeasedStep> boolean workOnOne(List<S> waiting, StepWorker.Work<S> work) {
    for (S step : waiting) {
      if (work(step, work)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Works on a step.
   *
   * @return whether no other processor had taken it
   */
  <S extends LeasedStep> boolean work(S step, StepWorker.Work<S> work) {
    Cancellation cancellation = new Cancellation();
    running = new Running(step.getFileId(), cancellation);
    try {
      // after the line above, so that stop() either is seen here or cancels the step
      return !stopping && worker.work(step.getStepId(), work, cancellation);
    } finally {
      running = null;
    }
  }

  /** Cancels the step in work if it is one of a video. */
  void cancel(long fileId) {
    Running current = running;
    if (current != null && current.fileId() == fileId) {
      current.cancellation().cancel();
    }
  }

  /** Cancels the step in work, and takes no further one. */
  void stop() {
    stopping = true;
    Running current = running;
    if (current != null) {
      current.cancellation().cancel();
    }
  }

  /**
   * Waits until the step in work has ended.
   *
   * @param latest time by {@link System#nanoTime} at which to give up
   */
  void awaitEnd(long latest) throws InterruptedException {
    if (permit.tryAcquire(latest - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      permit.release();
    }
  }
}
