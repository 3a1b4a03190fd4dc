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
 * Pulls a range for a thread that writes it to a socket. The next slice is requested only when one
 * has been written, so a slow socket holds at most a window's worth of slices; one that takes
 * nothing for a while holds none but the slice that is being written. For one thread, but for
 * timeouts and failures.
 *
 * <p>The publisher's threads leave their signals as steps in a queue and never wait for the lock.
 * The thread that writes runs the steps, and {@link #checkTimeouts} does while that one is stuck.
 */
public final class BlockingRange implements AutoCloseable {
  /** Longer than playback takes to give up by itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Signals that weren't looked at yet: no more than was requested, and the end. */
  private final BlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();

  private final int window;

  /** Guarded by this; steps use it too, which run under the lock where no tool can see it. */
  private final RangeSubscriber slices;

  @GuardedBy("this")
  private boolean owesDemand;

  /** Null while the writing thread is here. */
  @GuardedBy("this")
  private @Nullable Instant awaySince;

  /** From here on nothing but a late subscription matters, which is cancelled. */
  private volatile boolean closed;

  /**
   * @param source gives what is left of the range from an offset in the object on
   */
  public BlockingRange(
      LongFunction<Flow.Publisher<ByteSlice>> source, ChunkedRange plan, int window) {
    this.window = window;
    this.slices = new RangeSubscriber(source, plan, this::execute, RangeSubscriber.Listener.NONE);
    comeBack();
  }

  /**
   * The next slice, waiting as long as it may take.
   *
   * @return null after the last
   * @throws DomainException what playback failed with, or STREAM_TIMEOUT
   */
  public @Nullable ByteSlice next() {
    ByteSlice slice = poll(PATIENCE);
    if (slice == null && !isAtEnd()) {
      throw new DomainException(ErrorCode.STREAM_TIMEOUT);
    }
    return slice;
  }

  /**
   * The next slice.
   *
   * @return null when none came in time, and after the last: {@link #isAtEnd} tells
   * @throws DomainException what playback failed with
   */
  public @Nullable ByteSlice poll(Duration patience) {
    comeBack();
    try {
      long deadline = System.nanoTime() + patience.toNanos();
      ByteSlice slice = take();
      while (slice == null && !isAtEnd() && await(deadline)) {
        slice = take();
      }
      return slice;
    } finally {
      leave();
    }
  }

  private synchronized @Nullable ByteSlice take() {
    runSteps();
    ByteSlice slice = slices.queue().poll();
    if (slice != null) {
      owesDemand = true;
    } else if (slices.failure() != null) {
      throw slices.failure();
    }
    return slice;
  }

  /**
   * Waits for a signal and runs it.
   *
   * @return whether one came in time
   */
  private boolean await(long deadline) {
    Runnable step;
    try {
      step = steps.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DomainException(ErrorCode.OVERLOADED, e); // the server is stopping
    }
    if (step != null) {
      synchronized (this) {
        step.run();
      }
    }
    return step != null;
  }

  /** The writing thread is here again; what was given up meanwhile begins where it was. */
  private synchronized void comeBack() {
    awaySince = null;
    if (slices.isSuspended()) {
      slices.resume();
      slices.request(window);
    } else if (owesDemand) {
      slices.request(1);
    }
    owesDemand = false;
    runSteps();
  }

  private synchronized void leave() {
    awaySince = Instant.now();
  }

  /** Gives up what waits for a viewer who has stopped reading. To be called every now and then. */
  synchronized void checkTimeouts(Instant now) {
    if (awaySince != null && awaySince.plus(SendWindow.STALLED_AFTER).isBefore(now)) {
      runSteps();
      slices.suspend();
    }
  }

  public synchronized boolean isAtEnd() {
    return closed || slices.isComplete();
  }

  /** Has whoever waits for a slice fail, after the slices that have arrived. From any thread. */
  void fail(DomainException why) {
    execute(() -> slices.fail(why));
  }

  private void execute(Runnable step) {
    steps.add(step);
    if (closed) {
      runSteps();
    }
  }

  private void runSteps() {
    for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
      step.run();
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    synchronized (this) {
      slices.cancel();
    }
    closed = true;
    runSteps();
  }
}
