package io.sealcast.gateway;

import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * One range of a {@link RangeProtocolHandler}: what was asked for, what came, what left. A piece
 * counts as held from its being asked for until its last byte has left. A range that was put by
 * holds nothing and begins again where its last frame ended.
 */
final class ActiveRange {
  private final long id;
  private final String object;
  private final RangeProtocolHandler owner;
  private final Consumer<Runnable> executor;

  private final Deque<ByteSlice> arrived = new ArrayDeque<>();

  /** What is still to come, since it began or was put by. */
  private ChunkedRange plan;

  private Feed feed;
  private Flow.Subscription subscription;
  private long asked;
  private long came;
  private long left;
  private int position;
  private boolean pieceIsLeaving;
  private boolean over;

  /**
   * Begins with nothing asked for.
   *
   * @throws DomainException RANGE_NOT_SATISFIABLE when no object has such a range
   */
  ActiveRange(
      RangeMessages.Request.Range asked, RangeProtocolHandler owner, Consumer<Runnable> executor) {
    this.id = asked.id();
    this.object = asked.object();
    this.plan = new ChunkedRange(ByteRange.requested(asked.from(), asked.to()));
    this.owner = owner;
    this.executor = executor;
  }

  long id() {
    return id;
  }

  String object() {
    return object;
  }

  /** What is to be fetched. */
  ChunkedRange plan() {
    return plan;
  }

  /** Who takes what is fetched from now on. */
  Flow.Subscriber<ByteSlice> feed() {
    feed = new Feed();
    return feed;
  }

  /** Pieces asked for that haven't left. */
  int held() {
    return over ? 0 : (int) (asked - left);
  }

  boolean wantsMore() {
    return subscription != null && !over && asked < plan.count();
  }

  void request() {
    asked++;
    subscription.request(1);
  }

  boolean hasBytes() {
    return !arrived.isEmpty();
  }

  /** Takes the next bytes into {@code frame}. */
  void fill(ByteBuffer frame) {
    ByteSlice slice = arrived.element();
    int length = Math.min(RangeMessages.MAX_PAYLOAD_BYTES, slice.length() - position);
    RangeMessages.frame(
        frame, id, slice.offset() + position, slice.array(), slice.start() + position, length);
    position += length;
    if (position == slice.length()) {
      arrived.remove();
      position = 0;
      pieceIsLeaving = true;
    }
  }

  /**
   * What was filled has left.
   *
   * @return whether it was the rest of a piece
   */
  boolean sent() {
    boolean whole = pieceIsLeaving;
    pieceIsLeaving = false;
    if (whole) {
      left++;
    }
    return whole;
  }

  void completeIfDone() {
    if (!over && left == plan.count()) {
      owner.completed(this);
    }
  }

  /** Gives up what waits here and what is on its way; nothing comes until it is fed again. */
  void suspend() {
    long next = nextOffset();
    if (over || feed == null || next > plan.bytes().to()) {
      return; // all that is left is in the socket
    }
    if (subscription != null) {
      subscription.cancel();
      subscription = null;
    }
    feed = null;
    arrived.clear();
    plan = new ChunkedRange(plan.bytes().startingAt(next));
    asked = 0;
    came = 0;
    left = 0;
    position = 0;
    pieceIsLeaving = false;
  }

  boolean isPutBy() {
    return feed == null && !over;
  }

  /** The offset of the first byte that isn't in a frame yet. */
  private long nextOffset() {
    if (!arrived.isEmpty()) {
      return arrived.element().offset() + position;
    }
    return came == plan.count() ? plan.bytes().to() + 1 : plan.startOf(came);
  }

  /** Ends it, wherever it is. */
  void cancel() {
    if (!over && subscription != null) {
      subscription.cancel();
    }
    release();
  }

  /** The same, for a range that came to its end by itself. */
  void release() {
    over = true;
    arrived.clear();
  }

  private void accept(ByteSlice slice) {
    try {
      plan.requireSlice(came, slice.offset(), slice.length());
      arrived.add(slice);
    } catch (DomainException e) {
      owner.failed(this, e);
      return;
    }
    came++;
    owner.arrived(this);
  }

  /** One subscription. Once the range is over or was put by, what it says counts no more. */
  private final class Feed implements Flow.Subscriber<ByteSlice> {
    private void step(Runnable what) {
      executor.accept(
          () -> {
            if (!over && feed == this) {
              what.run();
            }
          });
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      executor.accept(
          () -> {
            if (over || feed != this) {
              given.cancel();
            } else {
              subscription = given;
              owner.grant();
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
              owner.failed(
                  ActiveRange.this,
                  why instanceof DomainException known
                      ? known
                      : new DomainException(ErrorCode.INTERNAL_ERROR, why)));
    }

    /** The end is where the last byte has left; only one that comes too soon is news. */
    @Override
    public void onComplete() {
      step(
          () -> {
            if (came < plan.count()) {
              owner.failed(ActiveRange.this, new DomainException(ErrorCode.INTERNAL_ERROR));
            }
          });
    }
  }
}
