package io.sealcast.gateway;

import io.sealcast.playback.Piece;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Pulls a range for a thread that writes it to a socket. The next piece is asked for only when one
 * has been written, so a slow socket holds at most a window's worth of pieces. For one thread.
 */
final class BlockingRange implements AutoCloseable {
  /** Longer than playback takes to give up by itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Object END = new Object();

  /** Bounded by the demand: no more comes than was asked for. */
  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

  private final Puller puller = new Puller();
  private final ChunkPlan plan;
  private long index;
  private boolean owesDemand;
  private boolean ended;

  BlockingRange(Flow.Publisher<Piece> range, ChunkPlan plan, int window) {
    this.plan = plan;
    this.puller.window = (int) Math.min(window, plan.count());
    range.subscribe(puller);
  }

  /**
   * The next piece, waiting as long as it may take.
   *
   * @return null after the last
   * @throws DomainException what playback failed with, or STREAM_TIMEOUT
   */
  Piece next() {
    Piece piece = poll(PATIENCE);
    if (piece == null && !ended) {
      throw new DomainException(ErrorCode.STREAM_TIMEOUT);
    }
    return piece;
  }

  /**
   * The next piece.
   *
   * @return null when none came in time, and after the last: {@link #isAtEnd} tells
   * @throws DomainException what playback failed with
   */
  Piece poll(Duration patience) {
    if (ended) {
      return null;
    }
    if (owesDemand) {
      owesDemand = false;
      puller.more();
    }
    Object signal = await(patience);
    if (signal instanceof Piece piece) {
      owesDemand = true;
      return plan.check(index++, piece);
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
  public void close() {
    ended = true;
    puller.stop();
    arrived.clear();
  }

  private final class Puller implements Flow.Subscriber<Piece> {
    private int window;
    private Flow.Subscription subscription;
    private boolean stopped;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      synchronized (this) {
        if (!stopped) {
          subscription = given;
        }
      }
      if (subscription == given) {
        given.request(window);
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

    @Override
    public void onNext(Piece piece) {
      arrived.add(piece);
    }

    @Override
    public void onError(Throwable failure) {
      arrived.add(failure);
    }

    @Override
    public void onComplete() {
      arrived.add(END);
    }
  }
}
