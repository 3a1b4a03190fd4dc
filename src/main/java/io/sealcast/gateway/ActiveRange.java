package io.sealcast.gateway;

import io.sealcast.playback.Piece;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * One range of a {@link RangeContract}: what was asked for, what came, what left. A piece counts as
 * held from its being asked for until its last byte has left.
 */
final class ActiveRange implements Flow.Subscriber<Piece> {
  private final long id;
  private final ChunkPlan plan;
  private final RangeContract owner;
  private final Consumer<Runnable> serial;

  private final Deque<Piece> arrived = new ArrayDeque<>();
  private Flow.Subscription subscription;
  private long asked;
  private long came;
  private long left;
  private int position;
  private boolean pieceIsLeaving;
  private boolean over;

  ActiveRange(RangeMessages.Request.Range asked, RangeContract owner, Consumer<Runnable> serial) {
    this.id = asked.id();
    this.plan = new ChunkPlan(asked.from(), asked.to());
    this.owner = owner;
    this.serial = serial;
  }

  long id() {
    return id;
  }

  /** Pieces asked for that haven't left. */
  int held() {
    return (int) (asked - left);
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
    Piece piece = arrived.element();
    int length = Math.min(RangeMessages.MAX_PAYLOAD_BYTES, piece.length() - position);
    RangeMessages.frame(
        frame, id, piece.offset() + position, piece.array(), piece.start() + position, length);
    position += length;
    if (position == piece.length()) {
      arrived.remove();
      position = 0;
      pieceIsLeaving = true;
    }
  }

  /**
   * What was filled has left.
   *
   * @return pieces there is room for again
   */
  int sent() {
    if (!pieceIsLeaving) {
      return 0;
    }
    pieceIsLeaving = false;
    left++;
    return 1;
  }

  void completeIfDone() {
    if (!over && left == plan.count()) {
      owner.completed(this);
    }
  }

  /**
   * Ends it.
   *
   * @return pieces there is room for again
   */
  int cancel() {
    if (!over && subscription != null) {
      subscription.cancel();
    }
    return release();
  }

  /** The same, for a range that came to its end by itself. */
  int release() {
    int room = over ? 0 : held();
    over = true;
    arrived.clear();
    return room;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    serial.accept(
        () -> {
          subscription = given;
          if (over) {
            given.cancel();
          } else {
            owner.grant();
          }
        });
  }

  @Override
  public void onNext(Piece piece) {
    serial.accept(
        () -> {
          if (!over) {
            accept(piece);
          }
        });
  }

  private void accept(Piece piece) {
    try {
      arrived.add(plan.check(came, piece));
    } catch (DomainException e) {
      owner.failed(this, e);
      return;
    }
    came++;
    owner.arrived(this);
  }

  @Override
  public void onError(Throwable why) {
    serial.accept(
        () -> {
          if (!over) {
            owner.failed(
                this,
                why instanceof DomainException known
                    ? known
                    : new DomainException(ErrorCode.INTERNAL_ERROR, why));
          }
        });
  }

  /** The end is where the last byte has left; only one that comes too soon is news. */
  @Override
  public void onComplete() {
    serial.accept(
        () -> {
          if (!over && came < plan.count()) {
            owner.failed(this, new DomainException(ErrorCode.INTERNAL_ERROR));
          }
        });
  }
}
