package io.sealcast.gateway;

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

/**
 * Pulls a range for a thread that writes it to a socket. The next piece is asked for only when one
 * has been written, so a slow socket holds at most a window's worth of pieces; one that takes
 * nothing for a while holds none but the piece that is being written. For one thread, but for
 * {@link #checkTimeouts} and {@link #fail}.
 */
final class BlockingRange implements AutoCloseable {
  /** Longer than playback takes to give up by itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Object END = new Object();

  /** Bounded by the demand: no more comes than was asked for. */
  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

  private final LongFunction<Flow.Publisher<ByteSlice>> source;
  private final ChunkedRange plan;
  private final int window;
  private long index;
  private boolean owesDemand;
  private boolean ended;

  // guarded by this
  private Puller puller;
  private Instant awaySince;

  /**
   * @param source gives what is left of the range from an offset in the object on
   */
  BlockingRange(LongFunction<Flow.Publisher<ByteSlice>> source, ChunkedRange plan, int window) {
    this.source = source;
    this.plan = plan;
    this.window = window;
    comeBack();
  }

  /**
   * The next piece, waiting as long as it may take.
   *
   * @return null after the last
   * @throws DomainException what playback failed with, or STREAM_TIMEOUT
   */
  ByteSlice next() {
    ByteSlice slice = poll(PATIENCE);
    if (slice == null && !ended) {
      throw new DomainException(ErrorCode.STREAM_TIMEOUT);
    }
    return slice;
  }

  /**
   * The next piece.
   *
   * @return null when none came in time, and after the last: {@link #isAtEnd} tells
   * @throws DomainException what playback failed with
   */
  ByteSlice poll(Duration patience) {
    if (ended) {
      return null;
    }
    Puller present = comeBack();
    if (owesDemand) {
      owesDemand = false;
      present.more();
    }
    try {
      return take(await(patience));
    } finally {
      leave();
    }
  }

  private ByteSlice take(Object signal) {
    if (signal instanceof ByteSlice slice) {
      owesDemand = true;
      plan.requireSlice(index++, slice.offset(), slice.length());
      return slice;
    }
    if (signal == END) {
      ended = true;
      if (index != plan.count()) {
        throw new DomainException(ErrorCode.INTERNAL_ERROR); // a cut range must not look complete
      }
    } else if (signal instanceof Throwable failure) {
      throw failure instanceof DomainException e
          ? e
          : new DomainException(ErrorCode.INTERNAL_ERROR, failure);
    }
    return null;
  }

  /** The writing thread is here again; what was given up meanwhile begins where it was. */
  private synchronized Puller comeBack() {
    awaySince = null;
    if (puller == null) {
      owesDemand = false;
      puller = new Puller((int) Math.min(window, plan.count() - index));
      if (index < plan.count()) {
        source.apply(plan.startOf(index)).subscribe(puller);
      } else {
        arrived.add(END);
      }
    }
    return puller;
  }

  private synchronized void leave() {
    awaySince = Instant.now();
  }

  /** Gives up what waits for a viewer who has stopped reading. To be called every now and then. */
  synchronized void checkTimeouts(Instant now) {
    if (puller != null
        && awaySince != null
        && awaySince.plus(SendWindow.STALLED_AFTER).isBefore(now)) {
      puller.stop();
      puller = null;
      arrived.removeIf(signal -> signal == END || signal instanceof ByteSlice);
    }
  }

  boolean isAtEnd() {
    return ended;
  }

  private Object await(Duration patience) {
    try {
      return arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DomainException(ErrorCode.OVERLOADED, e); // the server is stopping
    }
  }

  /** Has whoever waits for a piece fail, after the pieces that have arrived. From any thread. */
  void fail(DomainException why) {
    arrived.add(why);
  }

  /** Ends what is under way. */
  @Override
  public synchronized void close() {
    ended = true;
    if (puller != null) {
      puller.stop();
    }
    arrived.clear();
  }

  private final class Puller implements Flow.Subscriber<ByteSlice> {
    private final int first;
    private Flow.Subscription subscription;
    private boolean stopped;

    private Puller(int first) {
      this.first = first;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      synchronized (this) {
        if (!stopped) {
          subscription = given;
        }
      }
      if (subscription == given) {
        given.request(first);
      } else {
        given.cancel();
      }
    }

    private void more() {
      Flow.Subscription to;
      synchronized (this) {
        to = subscription;
      }
      if (to != null) {
        to.request(1);
      }
    }

    private void stop() {
      Flow.Subscription of;
      synchronized (this) {
        stopped = true;
        of = subscription;
      }
      if (of != null) {
        of.cancel();
      }
    }

    /** Once stopped, it adds nothing to what its successor brings. */
    private synchronized void arrive(Object signal) {
      if (!stopped) {
        arrived.add(signal);
      }
    }

    @Override
    public void onNext(ByteSlice slice) {
      arrive(slice);
    }

    @Override
    public void onError(Throwable failure) {
      arrive(failure);
    }

    @Override
    public void onComplete() {
      arrive(END);
    }
  }
}
