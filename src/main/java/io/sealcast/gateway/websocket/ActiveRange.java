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
 * One range of a {@link RangeProtocolHandler}: what was asked for, what came, what left. A slice
 * counts as held from its being asked for until its last byte has left. A range that was suspended
 * holds nothing and begins again where its last frame ended.
 */
final class ActiveRange implements RangeSubscriber.Listener {
  private final long id;
  private final RangeProtocolHandler owner;
  private final RangeSubscriber slices;

  /** Slices that left, of those that were requested since it was resumed. */
  private long left;

  private boolean sliceIsLeaving;

  /**
   * Begins with nothing asked for.
   *
   * @throws DomainException RANGE_NOT_SATISFIABLE when no object has such a range
   */
  ActiveRange(
      RangeMessages.Request.Range asked, RangeProtocolHandler owner, Consumer<Runnable> executor) {
    this.id = asked.id();
    this.owner = owner;
    ByteRange bytes = ByteRange.requested(asked.from(), asked.to());
    this.slices =
        new RangeSubscriber(
            from -> owner.publisher(asked.object(), bytes.startingAt(from)),
            new ChunkedRange(bytes),
            executor,
            this);
  }

  long id() {
    return id;
  }

  /** Begins, or goes on after {@link #suspend}. */
  void resume() {
    slices.resume();
  }

  /** Slices asked for that haven't left. */
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

  /** Takes the next bytes into {@code frame}. */
  void fill(ByteBuffer frame) {
    ByteSlice slice = Objects.requireNonNull(slices.queue().peek());
    int position = slices.queue().position();
    int length = Math.min(RangeMessages.MAX_PAYLOAD_BYTES, slice.length() - position);
    RangeMessages.frame(
        frame, id, slice.offset() + position, slice.array(), slice.start() + position, length);
    sliceIsLeaving = slices.queue().take(length);
  }

  /**
   * What was filled has left.
   *
   * @return whether it was the rest of a slice
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

  /** Gives up what waits here and what is on its way, until it is resumed. */
  void suspend() {
    if (slices.suspend()) {
      left = 0;
      sliceIsLeaving = false;
    }
  }

  /** Ends it, wherever it is. */
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
