package io.sealcast.playback;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks of several threads one after another in their order, without blocking the callers. A
 * task that is submitted by a task runs after it, so chains of tasks don't deepen the stack. State
 * that only tasks access needs no lock. Thread-safe.
 *
 * <p>Without an executor, the tasks run on the thread that submits the first of them. They then
 * have to be short and must not block, since it may be a messaging thread.
 */
public final class SerialExecutor {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Executor executor;
  private final int tasksPerRun;
  private final Consumer<Throwable> onFailure;

  /**
   * Creates an instance whose tasks run on the calling threads.
   *
   * @param onFailure called with the exception of a failed task; later tasks still run
   */
  public SerialExecutor(Consumer<Throwable> onFailure) {
    this(Runnable::run, Integer.MAX_VALUE, onFailure);
  }

  /**
   * Creates an instance whose tasks run on the threads of an executor.
   *
   * @param tasksPerRun number of tasks after which the thread is given back to the executor
   * @param onFailure called with the exception of a failed task, after which later tasks still run;
   *     and with the {@link RejectedExecutionException} of the executor, after which no task runs
   */
  SerialExecutor(Executor executor, int tasksPerRun, Consumer<Throwable> onFailure) {
    this.executor = executor;
    this.tasksPerRun = tasksPerRun;
    this.onFailure = onFailure;
  }

  public void run(Runnable task) {
    waiting.add(task);
    if (count.getAndIncrement() == 0) {
      execute(); // otherwise a thread is already running tasks
    }
  }

  /** Discards the tasks that haven't started. */
  void clear() {
    waiting.clear();
  }

  private void execute() {
    try {
      executor.execute(this::runTasks);
    } catch (RejectedExecutionException e) {
      onFailure.accept(e);
    }
  }

  private void runTasks() {
    int left = tasksPerRun;
    do {
      if (left-- == 0) {
        execute();
        return;
      }
      runNext();
    } while (count.decrementAndGet() > 0);
  }

  private void runNext() {
    Runnable task = waiting.poll();
    if (task == null) {
      return; // the task was discarded
    }
    try {
      task.run();
    } catch (Throwable e) {
      onFailure.accept(e);
    }
  }
}
