package io.sealcast.playback;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs what several threads hand in, one step after another. Nobody waits; and what a step hands in
 * itself runs after it, so a chain of steps needs no deep stack. What only the steps read and write
 * needs no lock.
 *
 * <p>The steps run on whichever thread came first, and then have to be short and never block, since
 * that may be a thread of Kafka's; or on the threads of an executor, and then may take their time.
 */
public final class SerialExecutor {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Executor executor;
  private final int stepsInTurn;
  private final Consumer<Throwable> onFailure;

  /**
   * Runs the steps on whichever thread came first.
   *
   * @param onFailure told of a step that failed; the steps after it still run
   */
  public SerialExecutor(Consumer<Throwable> onFailure) {
    this(Runnable::run, Integer.MAX_VALUE, onFailure);
  }

  /**
   * Runs the steps on the threads of an executor.
   *
   * @param stepsInTurn after so many steps in a row the executor's other tasks have their turn
   * @param onFailure told of a step that failed, with the steps after it still run; and of a {@link
   *     RejectedExecutionException} of the executor, after which nothing runs here any more
   */
  SerialExecutor(Executor executor, int stepsInTurn, Consumer<Throwable> onFailure) {
    this.executor = executor;
    this.stepsInTurn = stepsInTurn;
    this.onFailure = onFailure;
  }

  public void run(Runnable step) {
    waiting.add(step);
    if (count.getAndIncrement() == 0) {
      execute(); // else somebody is at it
    }
  }

  /** Drops the steps that have not begun. */
  void clear() {
    waiting.clear();
  }

  private void execute() {
    try {
      executor.execute(this::runSteps);
    } catch (RejectedExecutionException e) {
      onFailure.accept(e);
    }
  }

  private void runSteps() {
    int left = stepsInTurn;
    do {
      if (left-- == 0) {
        execute();
        return;
      }
      runNext();
    } while (count.decrementAndGet() > 0);
  }

  private void runNext() {
    Runnable step = waiting.poll();
    if (step == null) {
      return; // it was dropped
    }
    try {
      step.run();
    } catch (Throwable e) {
      onFailure.accept(e);
    }
  }
}
