package io.sealcast.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ChunkedRange;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the slices of a range to a thread that writes them to a blocking output. The next slice
 * is requested when one has been written, so a slow client occupies at most a window of slices; a
 * client that takes nothing for a while occupies only the slice that is being written. Only {@link
 * #checkTimeouts}, {@link #fail} and {@link #abort} may be called by other threads.
 *
 * <p>The threads of the publisher add their signals to a queue and never wait for the lock. The
 * writing thread processes the signals; while it is blocked, {@link #checkTimeouts} does.
 */
public final class BlockingRange implements AutoCloseable {
  /** Maximum time to wait for a slice. It is longer than the timeout of playback. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The signals that weren't processed yet. The demand limits their number. */
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  private final int window;

  /**
   * Guarded by this. The annotation is missing since the signals use it too; they run under the
   * lock, which Error Prone can't verify.
   */
  private final RangeSubscriber slices;

  @GuardedBy("this")
  private boolean demandOwed;

  /** When the writing thread left to write a slice; null while it is in a method of this class. */
  @GuardedBy("this")
  private @Nullable Instant pausedSince;

  /**
   * Set by {@link #close}. Afterwards, signals are processed only to cancel a late subscription.
   */
  private volatile boolean closed;

  /**
   * Creates a reader and requests the first slices.
   *
   * @param source returns a publisher of the rest of the range from a position in the object
   * @param plan the range
   * @param window maximum number of slices in flight
   */
  public BlockingRange(
      LongFunction<Flow.Publisher<ByteSlice>> source, ChunkedRange plan, int window) {
    this.window = window;
    this.slices = new RangeSubscriber(source, plan, this::execute, RangeSubscriber.Listener.NONE);
    resumeReading();
  }

  /**
   * Waits for the next slice.
   *
   * @return the slice, or null after the last one
   * @throws DomainException the failure of playback, or STREAM_TIMEOUT
   */
  public @Nullable ByteSlice next() {
    ByteSlice slice = poll(PATIENCE);
    if (slice == null && !isAtEnd()) {
      throw new DomainException(ErrorCode.STREAM_TIMEOUT);
    }
    return slice;
  }

  /**
   * Waits for the next slice for a limited time.
   *
   * @return the slice, or null when none arrived in time or after the last one; see {@link
   *     #isAtEnd}
   * @throws DomainException the failure of playback
   */
  public @Nullable ByteSlice poll(Duration timeout) {
    resumeReading();
    try {
      long deadline = System.nanoTime() + timeout.toNanos();
      ByteSlice slice = take();
      while (slice == null && !isAtEnd() && await(deadline)) {
        slice = take();
      }
      return slice;
    } finally {
      pauseReading();
    }
  }

  private synchronized @Nullable ByteSlice take() {
    runTasks();
    ByteSlice slice = slices.queue().poll();
    if (slice != null) {
      demandOwed = true;
    } else if (slices.failure() != null) {
      throw slices.failure();
    }
    return slice;
  }

  /**
   * Waits for a signal and processes it.
   *
   * @return whether a signal arrived in time
   */
  private boolean await(long deadline) {
    Runnable task;
    try {
      task = tasks.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DomainException(ErrorCode.OVERLOADED, e); // the server is stopping
    }
    if (task != null) {
      synchronized (this) {
        task.run();
      }
    }
    return task != null;
  }

  /**
   * Records that the writing thread is back, and resumes a suspended subscription where it ended.
   */
  private synchronized void resumeReading() {
    pausedSince = null;
    if (slices.isSuspended()) {
      slices.resume();
      slices.request(window);
    } else if (demandOwed) {
      slices.request(1);
    }
    demandOwed = false;
    runTasks();
  }

  private synchronized void pauseReading() {
    pausedSince = Instant.now();
  }

  /**
   * Suspends the subscription when the client has stopped reading. It has to be called regularly.
   */
  synchronized void checkTimeouts(Instant now) {
    if (pausedSince != null && pausedSince.plus(SendWindow.STALLED_AFTER).isBefore(now)) {
      runTasks();
      slices.suspend();
    }
  }

  public synchronized boolean isAtEnd() {
    return closed || slices.isComplete();
  }

  /** Fails the range after the slices that have arrived. May be called by any thread. */
  void fail(DomainException why) {
    execute(() -> slices.fail(why));
  }

  /**
   * Fails the range at once: the slices that have arrived are discarded. May be called by any
   * thread.
   */
  void abort(DomainException why) {
    execute(
        () -> {
          slices.suspend();
          slices.fail(why);
        });
  }

  private void execute(Runnable task) {
    tasks.add(task);
    if (closed) {
      runTasks();
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Cancels the subscription. */
  @Override
  public void close() {
    synchronized (this) {
      slices.cancel();
    }
    closed = true;
    runTasks();
  }
}
