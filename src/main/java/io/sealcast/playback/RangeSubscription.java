package io.sealcast.playback;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One subscriber's range. What it may have under way follows from its demand; what arrives out of
 * order waits here until its turn, and counts as under way as long as it does.
 */
final class RangeSubscription implements Flow.Subscription, Runnable {
  private final SessionFlow flow;
  private final Flow.Subscriber<? super Piece> subscriber;
  private final UUID object;
  private final long objectSize;
  private final long to;
  private final String ownTopic;

  // guarded by the flow
  private long demand;
  private long nextToAsk;
  private long nextToDeliver;
  private int underWay;
  private final Map<Long, Arrived> arrived = new HashMap<>();
  private DomainException failure;
  private boolean ended;

  private record Arrived(Piece piece, int length) {}

  private final AtomicInteger signals = new AtomicInteger();

  /**
   * @param ownTopic where the chunks go when they go to a topic of the session's own and only
   *     receipts come here, else null
   */
  RangeSubscription(
      SessionFlow flow,
      Flow.Subscriber<? super Piece> subscriber,
      ObjectRange range,
      String ownTopic) {
    this.flow = flow;
    this.subscriber = subscriber;
    this.object = range.object();
    this.objectSize = range.size();
    this.nextToAsk = range.from();
    this.nextToDeliver = range.from();
    this.to = range.to();
    this.ownTopic = ownTopic;
  }

  UUID object() {
    return object;
  }

  String ownTopic() {
    return ownTopic;
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
      flow.ask();
    }
  }

  @Override
  public void cancel() {
    flow.leave(this);
  }

  // the rest under the flow's lock, but for signal() and run()

  boolean wantsMore() {
    return !ended && failure == null && nextToAsk <= to && underWay < demand;
  }

  /** The next chunk to ask for. */
  Ask nextAsk(long rangeId, long now, long giveUp) {
    long chunkEnd = nextToAsk / SessionFlow.CHUNK_SIZE * SessionFlow.CHUNK_SIZE;
    long end = Math.min(to, chunkEnd + SessionFlow.CHUNK_SIZE - 1);
    Ask ask = new Ask(rangeId, nextToAsk, end, end == objectSize - 1, this, now, giveUp);
    nextToAsk = end + 1;
    underWay++;
    return ask;
  }

  /**
   * @param bytes of the chunk; empty when only a receipt came
   * @param length of the chunk
   */
  void arrived(long offset, byte[] bytes, int length) {
    arrived.put(offset, new Arrived(new Piece(offset, bytes), length));
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
      try {
        flow.executor().execute(this);
      } catch (RejectedExecutionException e) {
        flow.leave(this);
      }
    }
  }

  @Override
  public void run() {
    int seen = signals.get();
    do {
      try {
        deliver();
      } catch (Throwable e) {
        // a subscriber that throws has cancelled: Reactive Streams 2.13
        flow.leave(this);
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void deliver() {
    while (true) {
      Piece piece = null;
      DomainException error = null;
      boolean complete = false;
      synchronized (flow) {
        if (ended) {
          return;
        }
        if (failure != null) {
          error = failure;
          flow.remove(this);
        } else if (arrived.containsKey(nextToDeliver)) {
          Arrived next = arrived.remove(nextToDeliver);
          piece = next.piece();
          nextToDeliver += next.length();
          demand--;
          underWay--;
          flow.handedOver();
        } else if (nextToDeliver > to) {
          complete = true;
          flow.remove(this);
        } else {
          return;
        }
      }
      if (error != null) {
        subscriber.onError(error);
      } else if (complete) {
        subscriber.onComplete();
      } else {
        subscriber.onNext(piece);
        flow.ask();
      }
    }
  }
}
