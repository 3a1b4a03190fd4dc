package io.sealcast.playback;

import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.RecordRefused;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The flow of one session: at most a window of chunks under way over all its subscriptions, each
 * served in turn. A chunk comes from memory, with another session's fetch, or from a processor; one
 * that doesn't come is asked for anew, elsewhere if possible; what comes twice, late or unasked is
 * dropped. Its monitor guards its subscriptions and asks too; nothing is called out while it is
 * held, that is what the errands are for.
 */
final class SessionFlow {
  static final long CHUNK_SIZE = 1 << 20;

  private final LiveSession session;
  private final FlowControl control;

  private final RoundRobin roundRobin = new RoundRobin();
  private final PendingFetches pendingFetches = new PendingFetches();
  private DeferredActions deferred = new DeferredActions();
  private int underWay;

  /** Leads to a processor that answered; see RangeRequestPublisher. */
  private int turn;

  private boolean ended;

  SessionFlow(LiveSession session, FlowControl control) {
    this.session = session;
    this.control = control;
  }

  /** See {@link FlowControl#execute}. */
  boolean execute(Runnable task) {
    return control.execute(task);
  }

  /** What a chunk is shared as, or null when chunks aren't. */
  ChunkKey keyOf(ObjectRange range) {
    return control.singleFlight().isOn()
        ? new ChunkKey(session.session().fileId(), range.object(), range.from() / CHUNK_SIZE)
        : null;
  }

  /** Whether the subscription was taken; not once the session has ended. */
  synchronized boolean join(RangeSubscription subscription) {
    if (!ended) {
      roundRobin.add(subscription);
    }
    return !ended;
  }

  void leave(RangeSubscription subscription) {
    synchronized (this) {
      remove(subscription);
    }
    fetch();
  }

  /** Under the lock: the subscription has ended one way or the other; {@link #fetch} follows. */
  void remove(RangeSubscription subscription) {
    if (!subscription.isEnded()) {
      underWay -= subscription.end();
      roundRobin.remove(subscription);
      pendingFetches.removeOf(subscription).forEach(this::handOver);
      subscription.permit().close();
    }
  }

  /** Others who wait for it can't rely on this one any more. */
  private void handOver(ChunkFetch fetch) {
    ChunkFetch heir = control.singleFlight().leave(fetch);
    if (heir != null) {
      deferred.heirs.add(heir);
    }
  }

  /** Under the lock: a chunk was handed over. */
  void handedOver() {
    underWay--;
  }

  /** Asks for as much as window and demand allow. */
  void fetch() {
    synchronized (this) {
      long now = control.now();
      while (underWay < control.policy().window()) {
        RangeSubscription next = roundRobin.next();
        if (next == null) {
          break;
        }
        ChunkFetch fetch =
            next.nextFetch(control.nextRangeId(), now + control.policy().total().toNanos());
        pendingFetches.add(fetch);
        underWay++;
        seek(fetch, now);
      }
    }
    settle();
  }

  private void seek(ChunkFetch fetch, long now) {
    byte[] chunk = null;
    if (fetch.chunk != null && session.isLive(Instant.now())) {
      chunk = control.singleFlight().joinOrLead(fetch, session.sharesChunks());
    }
    if (chunk != null) {
      arrived(fetch, chunk);
    } else if (fetch.part == ChunkFetch.Part.FOLLOWS) {
      fetch.expect(now, control.policy(), turn);
    } else {
      request(fetch, now);
    }
  }

  private void arrived(ChunkFetch fetch, byte[] fetched) {
    pendingFetches.remove(fetch);
    fetch.subscription.arrived(fetch.sliceOf(fetched));
    deferred.signals.add(fetch.subscription);
  }

  private void request(ChunkFetch fetch, long now) {
    fetch.expect(now, control.policy(), turn);
    if (fetch.attempts > 1) {
      control.askedAgain();
    }
    deferred.requests.add(fetch);
  }

  /** Does what had to wait for the lock to be free. */
  private void settle() {
    DeferredActions todo;
    synchronized (this) {
      if (deferred.isEmpty()) {
        return;
      }
      todo = deferred;
      deferred = new DeferredActions();
    }
    todo.requests.forEach(this::publish);
    todo.signals.forEach(RangeSubscription::signal);
    todo.heirs.forEach(heir -> heir.subscription.flow().inherit(heir));
  }

  private void publish(ChunkFetch fetch) {
    int attempt = fetch.attempts;
    control
        .publish(session.request(fetch, control.policy().deadline(attempt)), fetch.turn)
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                failed(fetch, attempt, control.codeOf(e), RecordRefused.isCauseOf(e));
              }
            });
  }

  /**
   * A request didn't reach the broker, which may be away for a while; or it was refused, and is
   * tried a few times only.
   */
  private void failed(ChunkFetch fetch, int attempt, ErrorCode code, boolean refused) {
    synchronized (this) {
      if (pendingFetches.has(fetch)
          && fetch.attempts == attempt
          && fetch.state == ChunkFetch.State.ASKED) {
        if (refused) {
          refuse(fetch, code, true);
        } else {
          pause(fetch, code);
        }
      }
    }
    settle();
  }

  private void pause(ChunkFetch fetch, ErrorCode code) {
    fetch.pause(code, control.now(), control.policy());
    handOver(fetch);
  }

  /**
   * Fetches what another session gave up; by a thread of its own, or failures would pile up. Where
   * there is no room for that, the next look at the deadlines finds it.
   */
  private void inherit(ChunkFetch fetch) {
    execute(
        () -> {
          synchronized (this) {
            if (pendingFetches.has(fetch) && fetch.part == ChunkFetch.Part.LEADS) {
              request(fetch, control.now());
            }
          }
          settle();
        });
  }

  /** Takes an answer; returns whether it was waited for. Doesn't block. */
  boolean answer(RangeResponse response) {
    ChunkFetch fetch;
    synchronized (this) {
      fetch = pendingFetches.find(response.rangeId());
      if (fetch == null
          || fetch.fetchFrom != response.offset()
          || fetch.state == ChunkFetch.State.OPENING) {
        return false;
      }
      if (response instanceof RangeResponse.Failure failure) {
        refuse(fetch, failure.code(), ChunkFetch.mayPass(failure.code()));
      } else {
        fetch.state = ChunkFetch.State.OPENING;
      }
    }
    settle();
    if (!(response instanceof RangeResponse.Failure)) {
      open(fetch, response);
    }
    return true;
  }

  /** The failure ends the subscription, or the chunk will be asked for again. */
  private void refuse(ChunkFetch fetch, ErrorCode code, boolean mayPass) {
    if (fetch.isWorthAnotherTry(code, mayPass)) {
      pause(fetch, code);
    } else {
      fail(fetch, code);
    }
  }

  private void fail(ChunkFetch fetch, ErrorCode code) {
    fetch.subscription.fail(new DomainException(code));
    deferred.signals.add(fetch.subscription);
    handOver(fetch);
  }

  private void open(ChunkFetch fetch, RangeResponse response) {
    if (!execute(() -> opened(fetch, response))) {
      synchronized (this) {
        pause(fetch, ErrorCode.OVERLOADED);
      }
      settle();
    }
  }

  private void opened(ChunkFetch fetch, RangeResponse response) {
    byte[] bytes = session.open(fetch, response);
    List<ChunkFetch> waited = List.of();
    synchronized (this) {
      if (!pendingFetches.has(fetch)) {
        return;
      }
      if (bytes == null) {
        // whoever can write to the topic could have sent this: it proves nothing about the video
        control.refused();
        refuse(fetch, ErrorCode.INTEGRITY_FAILED, true);
      } else {
        control.came(control.now() - fetch.giveUp + control.policy().total().toNanos());
        turn = fetch.turn;
        arrived(fetch, bytes);
        // under the lock: once the session has ended, nothing of its video comes into the cache
        if (fetch.chunk != null && !ended && session.sharesChunks()) {
          waited = control.singleFlight().complete(fetch, bytes);
        } else {
          handOver(fetch);
        }
      }
    }
    settle();
    waited.forEach(follower -> follower.subscription.flow().brought(follower, bytes));
  }

  /** A chunk came with another session's fetch. */
  private void brought(ChunkFetch fetch, byte[] chunk) {
    synchronized (this) {
      if (!ended && pendingFetches.has(fetch)) {
        arrived(fetch, chunk);
      }
    }
    settle();
  }

  /** Asks anew for what is due and gives up what took too long. */
  void tick() {
    synchronized (this) {
      long now = control.now();
      if (control.isBlocked()) {
        failWhatIsLate(now);
      }
      for (ChunkFetch fetch : pendingFetches.due(now)) {
        if (fetch.giveUp - now <= 0) {
          fail(fetch, fetch.failure == null ? ErrorCode.STREAM_TIMEOUT : fetch.failure);
        } else if (fetch.state == ChunkFetch.State.PAUSED) {
          seek(fetch, now);
        } else {
          askAnew(fetch, now);
        }
      }
    }
    settle();
  }

  /** No other answer will come to what has been waited for as long as a first answer may take. */
  private void failWhatIsLate(long now) {
    Duration left = control.policy().total().minus(control.policy().firstDeadline());
    for (ChunkFetch fetch : pendingFetches.endingBy(now + left.toNanos())) {
      pendingFetches.remove(fetch);
      fail(fetch, ErrorCode.MESSAGING_UNAVAILABLE);
    }
  }

  private void askAnew(ChunkFetch fetch, long now) {
    if (fetch.part == ChunkFetch.Part.FOLLOWS) {
      // long enough: whatever keeps the other, this one asks for itself
      handOver(fetch);
    } else if (fetch.turn == turn) {
      turn = turn == Integer.MAX_VALUE ? 0 : turn + 1;
    }
    request(fetch, now);
  }

  /** Ends all subscriptions. */
  void end(ErrorCode code) {
    synchronized (this) {
      ended = true;
      pendingFetches.all().forEach(this::handOver);
      roundRobin.all().forEach(s -> s.fail(new DomainException(code)));
      deferred.signals.addAll(roundRobin.all());
    }
    settle();
  }

  synchronized int underWay() {
    return underWay;
  }

  synchronized boolean isIdle() {
    return roundRobin.isEmpty();
  }
}
