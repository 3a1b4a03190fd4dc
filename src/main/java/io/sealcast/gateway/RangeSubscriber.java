package io.sealcast.gateway;

import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ChunkedRange;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes to one range of an object and can give the subscription up and take it up again. Every
 * byte comes once and in order, or the range fails. What a publisher signals after its subscription
 * was given up is ignored.
 *
 * <p>Signals come on any thread and are handed to the executor, which runs one after another. All
 * methods are to be called in its steps too, or under the lock that it runs them under.
 */
public final class RangeSubscriber {
  private final LongFunction<Flow.Publisher<ByteSlice>> source;
  private final Consumer<Runnable> executor;
  private final Listener listener;

  /** Bounded by the demand: a slice that nobody asked for fails the range. */
  private final SliceQueue queue;

  /** What was left of the range when the present subscription began. */
  private ChunkedRange rest;

  /** The subscription whose signals count, or null while suspended and when all is over. */
  private @Nullable SliceSubscriber current;

  private long requested;
  private long received;

  private boolean over;
  private @Nullable DomainException failure;

  /** Told in a step of the executor. */
  public interface Listener {
    /** For an owner who looks at the subscriber after each step. */
    Listener NONE = new Listener() {};

    /** A slice is in the queue. */
    default void arrived() {}

    /** The range failed: no more slices come. Those in the queue stay. */
    default void failed(DomainException why) {}
  }

  /**
   * Begins suspended: see {@link #resume}.
   *
   * @param source gives what is left of the range from an offset in the object on. It may throw a
   *     {@link DomainException}, which fails the range
   * @param executor runs the steps that it is given one at a time, in their order
   */
  public RangeSubscriber(
      LongFunction<Flow.Publisher<ByteSlice>> source,
      ChunkedRange range,
      Consumer<Runnable> executor,
      Listener listener) {
    this.source = source;
    this.rest = range;
    this.queue = new SliceQueue(range.bytes().from());
    this.executor = executor;
    this.listener = listener;
  }

  /** Subscribes to what is left. Nothing comes until it is requested. */
  public void resume() {
    if (!isSuspended()) {
      return;
    }
    SliceSubscriber subscriber = new SliceSubscriber(this, executor);
    current = subscriber;
    try {
      source.apply(queue.next()).subscribe(subscriber);
    } catch (DomainException e) {
      fail(e);
    }
  }

  /**
   * Cancels the subscription and drops what is in the queue; the next subscription begins with the
   * first byte that wasn't taken.
   *
   * @return whether there was anything to give up
   */
  public boolean suspend() {
    queue.clear();
    if (current == null || isComplete()) {
      return false;
    }
    unsubscribe();
    rest = new ChunkedRange(rest.bytes().startingAt(queue.next()), rest.grid());
    requested = 0;
    received = 0;
    return true;
  }

  /** Whether it waits for {@link #resume}. */
  public boolean isSuspended() {
    return !over && current == null && !isComplete();
  }

  /** Ends it for good. */
  public void cancel() {
    over = true;
    queue.clear();
    unsubscribe();
  }

  /** Ends it for good with a reason; what is in the queue can still be taken. */
  public void fail(DomainException why) {
    if (over) {
      return;
    }
    over = true;
    failure = why;
    unsubscribe();
    listener.failed(why);
  }

  private void unsubscribe() {
    SliceSubscriber subscriber = current;
    current = null;
    if (subscriber != null) {
      subscriber.cancel();
    }
  }

  /** Requests more slices, at most as many as are left. */
  public void request(long slices) {
    long more = Math.min(slices, rest.count() - requested);
    if (current != null && more > 0) {
      requested += more;
      current.request(more);
    }
  }

  /** Slices requested since the present subscription began. */
  public long requested() {
    return requested;
  }

  /** Whether there are slices left to request. */
  public boolean wantsMore() {
    return current != null && requested < rest.count();
  }

  /** The slices that came, from which bytes are taken. */
  public SliceQueue queue() {
    return queue;
  }

  /** Whether every byte of the range was taken. */
  public boolean isComplete() {
    return queue.next() > rest.bytes().to();
  }

  /** Why bytes are missing, or null; a reason that came after the last byte doesn't count. */
  public @Nullable DomainException failure() {
    return isComplete() ? null : failure;
  }

  void accept(ByteSlice slice) {
    try {
      if (received == requested) {
        throw new DomainException(ErrorCode.INTERNAL_ERROR); // the queue has no other bound
      }
      rest.requireSlice(received, slice.offset(), slice.length());
    } catch (DomainException e) {
      fail(e);
      return;
    }
    received++;
    queue.add(slice);
    listener.arrived();
  }

  boolean isCurrent(SliceSubscriber subscriber) {
    return current == subscriber;
  }

  /** The publisher has no more; a range that was cut short must not look complete. */
  void ended() {
    if (received < rest.count()) {
      fail(new DomainException(ErrorCode.INTERNAL_ERROR));
    }
  }
}
