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
 * Subscribes to a range of an object. The subscription can be suspended and resumed. Each byte
 * arrives once and in order, or the range fails. Signals of a former subscription are ignored.
 *
 * <p>Signals may come on any thread and are passed to the executor, which runs them one after
 * another. All methods have to be called in its tasks too, or under the lock under which it runs
 * them.
 */
public final class RangeSubscriber {
  private final LongFunction<Flow.Publisher<ByteSlice>> source;
  private final Consumer<Runnable> executor;
  private final Listener listener;

  /**
   * The slices that have arrived. Its size is limited by the demand: a slice that wasn't requested
   * fails the range.
   */
  private final SliceQueue queue;

  /** The part of the range to which the current subscription refers. */
  private ChunkedRange rest;

  /** The current subscription; null while suspended and after the end. */
  private @Nullable SliceSubscriber current;

  private long requested;
  private long received;

  private boolean over;
  private @Nullable DomainException failure;

  /** Receives notifications in tasks of the executor. */
  public interface Listener {
    /** A listener that does nothing, for a caller that polls the subscriber. */
    Listener NONE = new Listener() {};

    /** Called when a slice was added to the queue. */
    default void arrived() {}

    /** Called when the range has failed. The slices in the queue remain available. */
    default void failed(DomainException why) {}
  }

  /**
   * Creates a suspended subscriber; see {@link #resume}.
   *
   * @param source returns a publisher of the rest of the range from a position in the object; a
   *     {@link DomainException} that it throws fails the range
   * @param executor runs the given tasks one at a time in their order
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

  /** Subscribes to the rest of the range. Nothing arrives until it is requested. */
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
   * Cancels the subscription and discards the slices in the queue. The next subscription begins
   * with the first byte that wasn't taken.
   *
   * @return whether there was a subscription
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

  /** Whether the range is incomplete and not subscribed to, so that {@link #resume} is needed. */
  public boolean isSuspended() {
    return !over && current == null && !isComplete();
  }

  /** Cancels the range permanently. */
  public void cancel() {
    over = true;
    queue.clear();
    unsubscribe();
  }

  /** Fails the range permanently. The slices in the queue remain available. */
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

  /** Requests more slices. A number larger than that of the remaining slices is reduced. */
  public void request(long slices) {
    long more = Math.min(slices, rest.count() - requested);
    if (current != null && more > 0) {
      requested += more;
      current.request(more);
    }
  }

  /** Returns the number of slices requested from the current subscription. */
  public long requested() {
    return requested;
  }

  /** Whether slices remain to be requested. */
  public boolean wantsMore() {
    return current != null && requested < rest.count();
  }

  /** Returns the queue of slices that have arrived. */
  public SliceQueue queue() {
    return queue;
  }

  /** Whether all bytes of the range were taken. */
  public boolean isComplete() {
    return queue.next() > rest.bytes().to();
  }

  /** Returns the failure, or null when there was none or all bytes were taken before it. */
  public @Nullable DomainException failure() {
    return isComplete() ? null : failure;
  }

  void accept(ByteSlice slice) {
    try {
      if (received == requested) {
        throw new DomainException(ErrorCode.INTERNAL_ERROR); // nothing else limits the queue
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

  /**
   * Handles the publisher's completion. The range fails if slices are missing, so that a truncated
   * range doesn't look complete.
   */
  void ended() {
    if (received < rest.count()) {
      fail(new DomainException(ErrorCode.INTERNAL_ERROR));
    }
  }
}
