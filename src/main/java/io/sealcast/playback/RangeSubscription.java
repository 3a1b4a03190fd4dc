package io.sealcast.playback;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.problem.DomainException;
import io.sealcast.range.ViewRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to a range of a view. Its demand limits the number of its chunks in flight. A
 * chunk that arrives out of order waits here; it counts as in flight until the subscriber has
 * processed the slice that it completes, or until the next slice has taken its bytes.
 *
 * <p>Only tasks on the session's {@link SerialExecutor} access its state. A second {@link
 * SerialExecutor} calls the subscriber, which may block.
 */
final class RangeSubscription implements Flow.Subscription {
  /** Number of slices after which the thread serves another subscription. */
  private static final int SLICES_PER_RUN = 4;

  private final SessionFlow flow;
  private final Flow.Subscriber<? super ByteSlice> subscriber;
  private final ViewRange range;
  private final SliceAssembler assembler;
  private final @Nullable String ownTopic;
  private final AccountBulkhead.Permit permit;

  /** Calls the subscriber. Its queue holds at most a window of slices and the completion. */
  private final SerialExecutor signals;

  // the following fields are accessed only on the session's SerialExecutor
  private long demand;
  private long nextToAsk;
  private long nextToSignal;
  private int inFlight;
  private final Map<Long, ByteSlice> arrived = new HashMap<>();

  /** Slices that wait for demand: at most one, since a chunk completes at most two slices. */
  private final Deque<ByteSlice> complete = new ArrayDeque<>();

  private boolean ended;

  /**
   * Creates a subscription.
   *
   * @param ownTopic topic that receives the chunks, so that the subscriber gets only receipts; null
   *     when the subscriber gets the bytes
   * @param permit released when the subscription ends
   */
  RangeSubscription(
      SessionFlow flow,
      Flow.Subscriber<? super ByteSlice> subscriber,
      ViewRange range,
      @Nullable String ownTopic,
      AccountBulkhead.Permit permit) {
    this.flow = flow;
    this.subscriber = subscriber;
    this.range = range;
    this.assembler = new SliceAssembler(range.to());
    this.nextToAsk = range.from();
    this.nextToSignal = range.from();
    this.ownTopic = ownTopic;
    this.permit = permit;
    // A subscriber that throws counts as cancelled (Reactive Streams 2.13), as does one whose
    // signals the executor rejects.
    this.signals = new SerialExecutor(flow.executor(), SLICES_PER_RUN, e -> flow.leave(this));
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

  /**
   * Adds demand.
   *
   * @return the change of the number of chunks in flight
   */
  int demand(long n) {
    demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
    return signalComplete();
  }

  boolean wantsMore() {
    return !ended && nextToAsk <= range.to() && inFlight < demand;
  }

  /** Returns the fetch of the next chunk. */
  ChunkFetch nextFetch(long rangeId, long giveUp) {
    ViewRange.ChunkRange wanted = range.chunkRangeAt(nextToAsk);
    @Nullable ChunkKey shared = ownTopic == null ? flow.keyOf(wanted.range()) : null;
    nextToAsk = wanted.start() + wanted.range().to() + 1;
    inFlight++;
    return new ChunkFetch(rangeId, this, wanted, shared, giveUp);
  }

  /**
   * Adds the bytes of a fetch and signals all slices that are next in order.
   *
   * @return the change of the number of chunks in flight
   */
  int arrived(ByteSlice fetched) {
    int before = inFlight;
    arrived.put(fetched.offset(), fetched);
    ByteSlice next = arrived.remove(nextToSignal);
    while (next != null) {
      nextToSignal += next.length();
      inFlight--;
      // the bytes of receipts are elsewhere
      complete.addAll(ownTopic == null ? assembler.add(next) : List.of(next));
      signalComplete();
      next = arrived.remove(nextToSignal);
    }
    return inFlight - before;
  }

  private int signalComplete() {
    int signalled = 0;
    while (!complete.isEmpty() && inFlight < demand) {
      inFlight++;
      signalled++;
      signal(complete.remove());
    }
    return signalled;
  }

  private void signal(ByteSlice slice) {
    signals.run(
        () -> {
          subscriber.onNext(slice);
          flow.handedOver(this);
        });
  }

  /** Records that the subscriber has processed a slice. */
  void handedOver() {
    demand--;
    inFlight--;
  }

  /** Whether the subscriber has processed the last slice. */
  boolean hasAll() {
    return inFlight == 0 && complete.isEmpty() && nextToSignal > range.to();
  }

  /**
   * Ends the subscription and discards its slices. Returns the number of chunks that were in
   * flight.
   */
  int end() {
    ended = true;
    arrived.clear();
    complete.clear();
    signals.clear();
    int freed = inFlight;
    inFlight = 0;
    return freed;
  }

  boolean isEnded() {
    return ended;
  }

  /** Signals completion; called after {@link #end}. */
  void complete() {
    signals.run(subscriber::onComplete);
  }

  /** Signals an error; called after {@link #end}. */
  void fail(DomainException e) {
    signals.run(() -> subscriber.onError(e));
  }
}
