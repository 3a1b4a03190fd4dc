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

  private final Turns turns = new Turns();
  private final Asks asks = new Asks();
  private Errands errands = new Errands();
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
    return control.flights().isOn()
        ? new ChunkKey(session.session().fileId(), range.object(), range.from() / CHUNK_SIZE)
        : null;
  }

  /** Whether the subscription was taken; not once the session has ended. */
  synchronized boolean join(RangeSubscription subscription) {
    if (!ended) {
      turns.add(subscription);
    }
    return !ended;
  }

  void leave(RangeSubscription subscription) {
    synchronized (this) {
      remove(subscription);
    }
    ask();
  }

  /** Under the lock: the subscription has ended one way or the other; {@link #ask} follows. */
  void remove(RangeSubscription subscription) {
    if (!subscription.isEnded()) {
      underWay -= subscription.end();
      turns.remove(subscription);
      asks.removeOf(subscription).forEach(this::handOver);
      subscription.place().close();
    }
  }

  /** Others who wait for it can't rely on this one any more. */
  private void handOver(Ask ask) {
    Ask heir = control.flights().leave(ask);
    if (heir != null) {
      errands.heirs.add(heir);
    }
  }

  /** Under the lock: a chunk was handed over. */
  void handedOver() {
    underWay--;
  }

  /** Asks for as much as window and demand allow. */
  void ask() {
    synchronized (this) {
      long now = control.now();
      while (underWay < control.pace().window()) {
        RangeSubscription next = turns.next();
        if (next == null) {
          break;
        }
        Ask ask = next.nextAsk(control.nextRangeId(), now + control.pace().total().toNanos());
        asks.add(ask);
        underWay++;
        seek(ask, now);
      }
    }
    settle();
  }

  private void seek(Ask ask, long now) {
    byte[] chunk = null;
    if (ask.chunk != null && session.isLive(Instant.now())) {
      chunk = control.flights().seek(ask, session.sharesChunks());
    }
    if (chunk != null) {
      arrived(ask, chunk);
    } else if (ask.part == Ask.Part.FOLLOWS) {
      ask.expect(now, control.pace(), turn);
    } else {
      request(ask, now);
    }
  }

  private void arrived(Ask ask, byte[] fetched) {
    asks.remove(ask);
    ask.subscription.arrived(ask.pieceOf(fetched));
    errands.signals.add(ask.subscription);
  }

  private void request(Ask ask, long now) {
    ask.expect(now, control.pace(), turn);
    if (ask.attempts > 1) {
      control.askedAgain();
    }
    errands.requests.add(ask);
  }

  /** Does what had to wait for the lock to be free. */
  private void settle() {
    Errands todo;
    synchronized (this) {
      if (errands.isEmpty()) {
        return;
      }
      todo = errands;
      errands = new Errands();
    }
    todo.requests.forEach(this::publish);
    todo.signals.forEach(RangeSubscription::signal);
    todo.heirs.forEach(heir -> heir.subscription.flow().inherit(heir));
  }

  private void publish(Ask ask) {
    int attempt = ask.attempts;
    control
        .publish(session.request(ask, control.pace().deadline(attempt)), ask.turn)
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                failed(ask, attempt, control.codeOf(e), RecordRefused.isCauseOf(e));
              }
            });
  }

  /**
   * A request didn't reach the broker, which may be away for a while; or it was refused, and is
   * tried a few times only.
   */
  private void failed(Ask ask, int attempt, ErrorCode code, boolean refused) {
    synchronized (this) {
      if (asks.has(ask) && ask.attempts == attempt && ask.state == Ask.State.ASKED) {
        if (refused) {
          refuse(ask, code, true);
        } else {
          pause(ask, code);
        }
      }
    }
    settle();
  }

  private void pause(Ask ask, ErrorCode code) {
    ask.pause(code, control.now(), control.pace());
    handOver(ask);
  }

  /**
   * Fetches what another session gave up; by a thread of its own, or failures would pile up. Where
   * there is no room for that, the next look at the deadlines finds it.
   */
  private void inherit(Ask ask) {
    execute(
        () -> {
          synchronized (this) {
            if (asks.has(ask) && ask.part == Ask.Part.LEADS) {
              request(ask, control.now());
            }
          }
          settle();
        });
  }

  /** Takes an answer; returns whether it was waited for. Doesn't block. */
  boolean answer(RangeResponse response) {
    Ask ask;
    synchronized (this) {
      ask = asks.find(response.rangeId());
      if (ask == null || ask.fetchFrom != response.offset() || ask.state == Ask.State.OPENING) {
        return false;
      }
      if (response.failure() != null) {
        refuse(ask, response.failure(), Ask.mayPass(response.failure()));
      } else {
        ask.state = Ask.State.OPENING;
      }
    }
    settle();
    if (response.failure() == null) {
      open(ask, response);
    }
    return true;
  }

  /** The failure ends the subscription, or the chunk will be asked for again. */
  private void refuse(Ask ask, ErrorCode code, boolean mayPass) {
    if (ask.isWorthAnotherTry(code, mayPass)) {
      pause(ask, code);
    } else {
      fail(ask, code);
    }
  }

  private void fail(Ask ask, ErrorCode code) {
    ask.subscription.fail(new DomainException(code));
    errands.signals.add(ask.subscription);
    handOver(ask);
  }

  private void open(Ask ask, RangeResponse response) {
    if (!execute(() -> opened(ask, response))) {
      synchronized (this) {
        pause(ask, ErrorCode.OVERLOADED);
      }
      settle();
    }
  }

  private void opened(Ask ask, RangeResponse response) {
    byte[] bytes = session.open(ask, response);
    List<Ask> waited = List.of();
    synchronized (this) {
      if (!asks.has(ask)) {
        return;
      }
      if (bytes == null) {
        // whoever can write to the topic could have sent this: it proves nothing about the video
        control.refused();
        refuse(ask, ErrorCode.INTEGRITY_FAILED, true);
      } else {
        control.came(control.now() - ask.giveUp + control.pace().total().toNanos());
        turn = ask.turn;
        arrived(ask, bytes);
        // under the lock: once the session has ended, nothing of its video comes into the cache
        if (ask.chunk != null && !ended && session.sharesChunks()) {
          waited = control.flights().landed(ask, bytes);
        } else {
          handOver(ask);
        }
      }
    }
    settle();
    waited.forEach(follower -> follower.subscription.flow().brought(follower, bytes));
  }

  /** A chunk came with another session's fetch. */
  private void brought(Ask ask, byte[] chunk) {
    synchronized (this) {
      if (!ended && asks.has(ask)) {
        arrived(ask, chunk);
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
      for (Ask ask : asks.due(now)) {
        if (ask.giveUp - now <= 0) {
          fail(ask, ask.failure == null ? ErrorCode.STREAM_TIMEOUT : ask.failure);
        } else if (ask.state == Ask.State.PAUSED) {
          seek(ask, now);
        } else {
          askAnew(ask, now);
        }
      }
    }
    settle();
  }

  /** No other answer will come to what has been waited for as long as a first answer may take. */
  private void failWhatIsLate(long now) {
    Duration left = control.pace().total().minus(control.pace().firstDeadline());
    for (Ask ask : asks.endingBy(now + left.toNanos())) {
      asks.remove(ask);
      fail(ask, ErrorCode.MESSAGING_UNAVAILABLE);
    }
  }

  private void askAnew(Ask ask, long now) {
    if (ask.part == Ask.Part.FOLLOWS) {
      // long enough: whatever keeps the other, this one asks for itself
      handOver(ask);
    } else if (ask.turn == turn) {
      turn = turn == Integer.MAX_VALUE ? 0 : turn + 1;
    }
    request(ask, now);
  }

  /** Ends all subscriptions. */
  void end(ErrorCode code) {
    synchronized (this) {
      ended = true;
      asks.all().forEach(this::handOver);
      turns.all().forEach(s -> s.fail(new DomainException(code)));
      errands.signals.addAll(turns.all());
    }
    settle();
  }

  synchronized int underWay() {
    return underWay;
  }

  synchronized boolean isIdle() {
    return turns.isEmpty();
  }
}
