package io.sealcast.playback;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.problem.DomainException;
import io.sealcast.range.ChunkGrid;
import io.sealcast.range.ObjectRange;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's range. What it may have under way follows from its demand; what arrives out of
 * order waits here until its turn, and counts as under way until the subscriber has taken it.
 *
 * <p>It belongs to the serial steps of its session. The subscriber is told by an owner of its own,
 * which may take the time that the subscriber takes.
 */
final class RangeSubscription implements Flow.Subscription {
  /** Then another subscription has the thread. */
  private static final int SLICES_IN_TURN = 4;

  private final SessionFlow flow;
  private final Flow.Subscriber<? super ByteSlice> subscriber;
  private final ObjectRange range;
  private final @Nullable String ownTopic;
  private final AccountBulkhead.Permit permit;

  /** At most a window of slices and the end wait here. */
  private final SerialExecutor signals;

  // Of the session's serial steps only.
  private long demand;
  private long nextToAsk;
  private long nextToSignal;
  private int underWay;
  private final Map<Long, ByteSlice> arrived = new HashMap<>();
  private boolean ended;

  /**
   * @param ownTopic where the chunks go when they go to a topic of the session's own and only
   *     receipts come here, else null
   * @param permit given back when it has ended
   */
  RangeSubscription(
      SessionFlow flow,
      Flow.Subscriber<? super ByteSlice> subscriber,
      ObjectRange range,
      @Nullable String ownTopic,
      AccountBulkhead.Permit permit) {
    this.flow = flow;
    this.subscriber = subscriber;
    this.range = range;
    this.nextToAsk = range.from();
    this.nextToSignal = range.from();
    this.ownTopic = ownTopic;
    this.permit = permit;
    // A subscriber that throws has cancelled: Reactive Streams 2.13. So has one that there is no
    // thread for.
    this.signals = new SerialExecutor(flow.executor(), SLICES_IN_TURN, e -> flow.leave(this));
  }

  ObjectRange range() {
    return range;
  }

  @Nullable String ownTopic() {
    return ownTopic;
  }

  AccountBulkhead.Permit permit() {
    return permit;
  }

  @Override
  public void request(long n) {
    flow.request(this, n);
  }

  @Override
  public void cancel() {
    flow.leave(this);
  }

  void demand(long n) {
    demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
  }

  boolean wantsMore() {
    return !ended && nextToAsk <= range.to() && underWay < demand;
  }

  /** The next chunk to ask for. */
  ChunkFetch nextFetch(long rangeId, long giveUp) {
    ObjectRange wanted =
        range.part(ChunkGrid.DEFAULT.firstChunkOf(range.bytes().startingAt(nextToAsk)));
    @Nullable ChunkKey shared = ownTopic == null ? flow.keyOf(wanted) : null;
    nextToAsk = wanted.to() + 1;
    underWay++;
    return new ChunkFetch(rangeId, this, wanted, shared, giveUp);
  }

  /** Has the subscriber told of what is next, now that this is here. */
  void arrived(ByteSlice slice) {
    arrived.put(slice.offset(), slice);
    ByteSlice next = arrived.remove(nextToSignal);
    while (next != null) {
      nextToSignal += next.length();
      signal(next);
      next = arrived.remove(nextToSignal);
    }
  }

  private void signal(ByteSlice slice) {
    signals.run(
        () -> {
          subscriber.onNext(slice);
          flow.handedOver(this);
        });
  }

  /** The subscriber has taken a slice. */
  void handedOver() {
    demand--;
    underWay--;
  }

  /** Whether the subscriber has taken the last slice. */
  boolean hasAll() {
    return underWay == 0 && nextToSignal > range.to();
  }

  /** Forgets everything; returns how many chunks were under way. */
  int end() {
    ended = true;
    arrived.clear();
    signals.clear();
    int freed = underWay;
    underWay = 0;
    return freed;
  }

  boolean isEnded() {
    return ended;
  }

  /** Once it has ended. */
  void complete() {
    signals.run(subscriber::onComplete);
  }

  /** Once it has ended. */
  void fail(DomainException e) {
    signals.run(() -> subscriber.onError(e));
  }
}
