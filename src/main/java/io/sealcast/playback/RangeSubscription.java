package io.sealcast.playback;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One subscriber's range. What it may have under way follows from its demand; what arrives out of
 * order waits here until its turn, and counts as under way as long as it does.
 */
final class RangeSubscription implements Flow.Subscription, Runnable {
  /** Then another subscription has the thread. */
  private static final int PIECES_IN_TURN = 4;

  private final SessionFlow flow;
  private final Flow.Subscriber<? super ByteSlice> subscriber;
  private final ObjectRange range;
  private final String ownTopic;
  private final AccountBulkhead.Permit permit;

  // guarded by the flow
  private long demand;
  private long nextToAsk;
  private long nextToDeliver;
  private int underWay;
  private final Map<Long, ByteSlice> arrived = new HashMap<>();
  private DomainException failure;
  private boolean ended;

  private final AtomicInteger signals = new AtomicInteger();

  /**
   * @param ownTopic where the chunks go when they go to a topic of the session's own and only
   *     receipts come here, else null
   * @param permit given back when it has ended
   */
  RangeSubscription(
      SessionFlow flow,
      Flow.Subscriber<? super ByteSlice> subscriber,
      ObjectRange range,
      String ownTopic,
      AccountBulkhead.Permit permit) {
    this.flow = flow;
    this.subscriber = subscriber;
    this.range = range;
    this.nextToAsk = range.from();
    this.nextToDeliver = range.from();
    this.ownTopic = ownTopic;
    this.permit = permit;
  }

  SessionFlow flow() {
    return flow;
  }

  ObjectRange range() {
    return range;
  }

  String ownTopic() {
    return ownTopic;
  }

  AccountBulkhead.Permit permit() {
    return permit;
  }

  @Override
  public void request(long n) {
    synchronized (flow) {
      if (ended) {
        return;
      }
      if (n <= 0) {
        // Reactive Streams 3.9
        failure = new DomainException(ErrorCode.BAD_REQUEST);
      } else {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
      }
    }
    if (n <= 0) {
      signal();
    } else {
      flow.fetch();
    }
  }

  @Override
  public void cancel() {
    flow.leave(this);
  }

  // the rest under the flow's lock, but for signal() and run()

  boolean wantsMore() {
    return !ended && failure == null && nextToAsk <= range.to() && underWay < demand;
  }

  /** The next chunk to ask for. */
  ChunkFetch nextFetch(long rangeId, long giveUp) {
    long chunkEnd = (nextToAsk / SessionFlow.CHUNK_SIZE + 1) * SessionFlow.CHUNK_SIZE - 1;
    ObjectRange wanted =
        new ObjectRange(range.object(), range.size(), nextToAsk, Math.min(range.to(), chunkEnd));
    ChunkKey shared = ownTopic == null ? flow.keyOf(wanted) : null;
    nextToAsk = wanted.to() + 1;
    underWay++;
    return new ChunkFetch(rangeId, this, wanted, shared, giveUp);
  }

  void arrived(ByteSlice slice) {
    arrived.put(slice.offset(), slice);
  }

  void fail(DomainException e) {
    if (failure == null) {
      failure = e;
    }
  }

  /** Forgets everything; returns how many chunks were under way. */
  int end() {
    ended = true;
    arrived.clear();
    int freed = underWay;
    underWay = 0;
    return freed;
  }

  boolean isEnded() {
    return ended;
  }

  /** Has an executor thread tell the subscriber what there is to tell. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      execute();
    }
  }

  private void execute() {
    if (!flow.execute(this)) {
      flow.leave(this);
    }
  }

  @Override
  public void run() {
    int left = PIECES_IN_TURN;
    int seen;
    do {
      seen = signals.get();
      try {
        left = deliver(left);
      } catch (Throwable e) {
        // a subscriber that throws has cancelled: Reactive Streams 2.13
        flow.leave(this);
      }
      if (left == 0) {
        // what comes from memory never ends while it is asked for: the others have their turn
        execute();
        return;
      }
    } while (signals.addAndGet(-seen) != 0);
  }

  /** Returns how many pieces it may still deliver; 0 when there may be more than that. */
  private int deliver(int most) {
    for (int left = most; left > 0; left--) {
      ByteSlice slice = null;
      DomainException error = null;
      synchronized (flow) {
        if (ended) {
          return left;
        }
        if (failure != null) {
          error = failure;
          flow.remove(this);
        } else if (nextToDeliver > range.to()) {
          flow.remove(this);
        } else {
          slice = arrived.remove(nextToDeliver);
          if (slice == null) {
            return left;
          }
          nextToDeliver += slice.length();
          demand--;
          underWay--;
          flow.handedOver();
        }
      }
      if (error != null) {
        subscriber.onError(error);
      } else if (slice == null) {
        subscriber.onComplete();
      } else {
        subscriber.onNext(slice);
      }
      flow.fetch();
    }
    return 0;
  }
}
