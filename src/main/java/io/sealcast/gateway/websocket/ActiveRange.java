package io.sealcast.gateway.websocket;

import io.sealcast.gateway.RangeSubscriber;
import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A range that a viewer has requested from a {@link RangeProtocolHandler}. A slice counts as held
 * from its request until its last byte was sent. A suspended range holds no slices; it continues
 * after its last frame.
 */
final class ActiveRange implements RangeSubscriber.Listener {
  private final long id;
  private final RangeProtocolHandler owner;
  private final RangeSubscriber slices;

  /** The number of slices that were sent since the range was resumed. */
  private long left;

  private boolean sliceIsLeaving;

  /**
   * Creates a suspended range.
   *
   * @throws DomainException RANGE_NOT_SATISFIABLE when no object can have such a range
   */
  ActiveRange(
      RangeMessages.Request.Range requested,
      RangeProtocolHandler owner,
      Consumer<Runnable> executor) {
    this.id = requested.id();
    this.owner = owner;
    ByteRange bytes = ByteRange.requested(requested.from(), requested.to());
    this.slices =
        new RangeSubscriber(
            from -> owner.publisher(requested.object(), bytes.startingAt(from)),
            new ChunkedRange(bytes),
            executor,
            this);
  }

  long id() {
    return id;
  }

  /** Subscribes to the range, or to its rest after {@link #suspend}. */
  void resume() {
    slices.resume();
  }

  /** Returns the number of slices that were requested and not yet sent. */
  int held() {
    return (int) (slices.requested() - left);
  }

  boolean wantsMore() {
    return slices.wantsMore();
  }

  void request() {
    slices.request(1);
  }

  boolean hasBytes() {
    return slices.queue().peek() != null;
  }

  /** Moves the next bytes into {@code frame}. */
  void fill(ByteBuffer frame) {
    ByteSlice slice = Objects.requireNonNull(slices.queue().peek());
    int position = slices.queue().position();
    int length = Math.min(RangeMessages.MAX_PAYLOAD_BYTES, slice.length() - position);
    RangeMessages.frame(
        frame, id, slice.offset() + position, slice.array(), slice.start() + position, length);
    sliceIsLeaving = slices.queue().take(length);
  }

  /**
   * Handles that the last frame was sent.
   *
   * @return whether the frame completed a slice
   */
  boolean sent() {
    boolean whole = sliceIsLeaving;
    sliceIsLeaving = false;
    if (whole) {
      left++;
    }
    return whole;
  }

  void completeIfDone() {
    if (slices.isComplete()) {
      owner.completed(this);
    }
  }

  /** Discards the slices that have arrived and cancels those in flight. */
  void suspend() {
    if (slices.suspend()) {
      left = 0;
      sliceIsLeaving = false;
    }
  }

  /** Ends the range permanently. */
  void cancel() {
    slices.cancel();
  }

  @Override
  public void arrived() {
    owner.arrived(this);
  }

  @Override
  public void failed(DomainException why) {
    owner.failed(this, why);
  }
}
