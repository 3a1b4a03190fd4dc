package io.sealcast.gateway;

import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ChunkedRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongFunction;

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
  private final Deque<ByteSlice> queue = new ArrayDeque<>();

  /** What was left of the range when the present subscription began. */
  private ChunkedRange rest;

  /** The subscription whose signals count, or null while suspended and when all is over. */
  private Link current;

  private long requested;
  private long received;

  /** The offset in the object of the first byte that wasn't taken yet. */
  private long next;

  private boolean over;
  private DomainException failure;

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
    this.next = range.bytes().from();
    this.executor = executor;
    this.listener = listener;
  }

  /** Subscribes to what is left. Nothing comes until it is requested. */
  public void resume() {
    if (!isSuspended()) {
      return;
    }
    Link link = new Link();
    current = link;
    try {
      source.apply(next).subscribe(link);
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
    rest = new ChunkedRange(rest.bytes().startingAt(next), rest.grid());
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
    Link link = current;
    current = null;
    if (link != null) {
      link.cancel();
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

  /** The first slice of the queue, or null. */
  public ByteSlice peek() {
    return queue.peek();
  }

  /** Where in the first slice of the queue the bytes begin that weren't taken yet. */
  public int position() {
    return (int) (next - queue.element().offset());
  }

  /**
   * Takes bytes of the first slice of the queue.
   *
   * @param length at most as many as are left of it
   * @return whether it was taken whole
   */
  public boolean take(int length) {
    boolean whole = position() + length == queue.element().length();
    next += length;
    if (whole) {
      queue.remove();
    }
    return whole;
  }

  /** Takes the first slice of the queue, or null when there is none. */
  public ByteSlice poll() {
    ByteSlice slice = queue.peek();
    if (slice != null) {
      take(slice.length());
    }
    return slice;
  }

  /** Whether every byte of the range was taken. */
  public boolean isComplete() {
    return next > rest.bytes().to();
  }

  /** Why bytes are missing, or null; a reason that came after the last byte doesn't count. */
  public DomainException failure() {
    return isComplete() ? null : failure;
  }

  private void accept(ByteSlice slice) {
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

  /** One subscription, whose signals count while it is the {@link #current} one. */
  private final class Link implements Flow.Subscriber<ByteSlice> {
    private Flow.Subscription subscription;

    /** Requested before the subscription was there. */
    private long owed;

    private void request(long slices) {
      if (subscription == null) {
        owed += slices;
      } else {
        subscription.request(slices);
      }
    }

    private void cancel() {
      if (subscription != null) {
        subscription.cancel();
      }
    }

    private void step(Runnable what) {
      executor.accept(
          () -> {
            if (current == this) {
              what.run();
            }
          });
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      executor.accept(
          () -> {
            if (current != this) {
              given.cancel();
              return;
            }
            subscription = given;
            if (owed > 0) {
              given.request(owed);
            }
          });
    }

    @Override
    public void onNext(ByteSlice slice) {
      step(() -> accept(slice));
    }

    @Override
    public void onError(Throwable why) {
      step(
          () ->
              fail(
                  why instanceof DomainException known
                      ? known
                      : new DomainException(ErrorCode.INTERNAL_ERROR, why)));
    }

    /** A range that was cut short must not look complete. */
    @Override
    public void onComplete() {
      step(
          () -> {
            if (received < rest.count()) {
              fail(new DomainException(ErrorCode.INTERNAL_ERROR));
            }
          });
    }
  }
}
