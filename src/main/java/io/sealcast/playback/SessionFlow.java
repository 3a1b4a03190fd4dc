package io.sealcast.playback;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The flow of one session: at most a window of chunks under way over all its subscriptions, each
 * served in turn. A chunk that doesn't come is asked for anew, elsewhere if possible; what comes
 * twice, late or unasked is dropped. Its monitor guards its subscriptions and asks too; nothing is
 * called out while it is held.
 */
final class SessionFlow {
  static final long CHUNK_SIZE = 1 << 20;

  /** Failures that may pass by themselves, though not forever. */
  private static final Set<ErrorCode> WORTH_ANOTHER_TRY =
      Set.of(ErrorCode.OBJECT_UNAVAILABLE, ErrorCode.INTERNAL_ERROR);

  private static final int TRIES = 3;

  private final LiveSession session;
  private final FlowControl control;

  private final ArrayDeque<RangeSubscription> turns = new ArrayDeque<>();
  private final Map<Long, Ask> asks = new HashMap<>();
  private int underWay;

  /** Leads to a processor that answered; see RangeRequestPublisher. */
  private int turn;

  private boolean ended;

  SessionFlow(LiveSession session, FlowControl control) {
    this.session = session;
    this.control = control;
  }

  Executor executor() {
    return control.executor();
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

  /** Under the lock: the subscription has ended one way or the other. */
  void remove(RangeSubscription subscription) {
    if (!subscription.isEnded()) {
      underWay -= subscription.end();
      turns.remove(subscription);
      asks.values().removeIf(a -> a.subscription == subscription);
      control.left();
    }
  }

  /** Under the lock: a chunk was handed over. */
  void handedOver() {
    underWay--;
  }

  /** Asks for as much as window and demand allow. */
  void ask() {
    List<Ask> due = new ArrayList<>();
    synchronized (this) {
      long now = control.now();
      while (underWay < control.pace().window()) {
        RangeSubscription next = nextInTurn();
        if (next == null) {
          break;
        }
        Ask ask = next.nextAsk(control.nextRangeId(), now, now + control.pace().total().toNanos());
        asks.put(ask.rangeId, ask);
        underWay++;
        due.add(prepare(ask, now));
      }
    }
    due.forEach(this::publish);
  }

  private RangeSubscription nextInTurn() {
    for (Iterator<RangeSubscription> i = turns.iterator(); i.hasNext(); ) {
      RangeSubscription candidate = i.next();
      if (candidate.wantsMore()) {
        i.remove();
        turns.addLast(candidate);
        return candidate;
      }
    }
    return null;
  }

  private Ask prepare(Ask ask, long now) {
    ask.state = Ask.State.ASKED;
    ask.attempts++;
    ask.turn = turn;
    ask.due = now + control.pace().deadline(ask.attempts).toNanos();
    return ask;
  }

  private void publish(Ask ask) {
    int attempt = ask.attempts;
    RangeSubscription subscription = ask.subscription;
    RangeRequest request =
        session.request(
            ask.rangeId,
            subscription.object(),
            ask.from,
            ask.to,
            subscription.ownTopic(),
            control.pace().deadline(attempt));
    control
        .publish(request, ask.turn)
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                failed(ask, attempt, control.codeOf(e));
              }
            });
  }

  private void failed(Ask ask, int attempt, ErrorCode code) {
    synchronized (this) {
      if (asks.get(ask.rangeId) == ask && ask.attempts == attempt && ask.state == Ask.State.ASKED) {
        pause(ask, code);
      }
    }
  }

  private void pause(Ask ask, ErrorCode code) {
    ask.failure = code;
    ask.failures++;
    ask.state = Ask.State.PAUSED;
    ask.due = control.now() + control.pace().pause(ask.failures).toNanos();
  }

  /** Takes an answer; returns whether it was waited for. Doesn't block. */
  boolean answer(RangeResponse response) {
    Ask ask;
    RangeSubscription refused = null;
    synchronized (this) {
      ask = asks.get(response.rangeId());
      if (ask == null || ask.from != response.offset() || ask.state == Ask.State.OPENING) {
        return false;
      }
      if (response.failure() != null) {
        if (refuse(ask, response.failure())) {
          refused = ask.subscription;
        }
      } else {
        ask.state = Ask.State.OPENING;
      }
    }
    if (refused != null) {
      refused.signal();
    } else if (response.failure() == null) {
      open(ask, response);
    }
    return true;
  }

  /** Whether the failure ends the subscription; else the chunk will be asked for again. */
  private boolean refuse(Ask ask, ErrorCode code) {
    boolean passes =
        code == ErrorCode.OVERLOADED
            || (WORTH_ANOTHER_TRY.contains(code) && ask.failures + 1 < TRIES);
    if (passes) {
      pause(ask, code);
      return false;
    }
    ask.subscription.fail(new DomainException(code));
    return true;
  }

  private void open(Ask ask, RangeResponse response) {
    try {
      executor().execute(() -> opened(ask, response));
    } catch (java.util.concurrent.RejectedExecutionException e) {
      synchronized (this) {
        pause(ask, ErrorCode.OVERLOADED);
      }
    }
  }

  private void opened(Ask ask, RangeResponse response) {
    byte[] bytes = null;
    try {
      bytes = ask.subscription.ownTopic() == null ? session.open(response) : response.sealedChunk();
      boolean receipt = ask.subscription.ownTopic() != null;
      if (response.last() != ask.last || (!receipt && bytes.length != ask.length())) {
        bytes = null;
      }
    } catch (RuntimeException e) {
      bytes = null;
    }
    boolean signal = true;
    synchronized (this) {
      if (asks.get(ask.rangeId) != ask) {
        return;
      }
      if (bytes == null) {
        // whoever can write to the topic could have sent this: it proves nothing about the video
        signal = ask.failures + 1 >= TRIES;
        if (signal) {
          ask.subscription.fail(new DomainException(ErrorCode.INTEGRITY_FAILED));
        } else {
          pause(ask, ErrorCode.INTEGRITY_FAILED);
        }
      } else {
        asks.remove(ask.rangeId);
        turn = ask.turn;
        ask.subscription.arrived(ask.from, bytes, ask.length());
      }
    }
    if (signal) {
      ask.subscription.signal();
    }
  }

  /** Asks anew for what is due and gives up what took too long. */
  void tick() {
    List<Ask> due = new ArrayList<>();
    List<RangeSubscription> lost = new ArrayList<>();
    synchronized (this) {
      long now = control.now();
      for (Ask ask : asks.values()) {
        if (ask.state == Ask.State.OPENING || ask.due - now > 0) {
          continue;
        }
        if (ask.giveUp - now <= 0) {
          ask.subscription.fail(new DomainException(reason(ask)));
          lost.add(ask.subscription);
          continue;
        }
        if (ask.state == Ask.State.ASKED && ask.turn == turn) {
          turn = turn == Integer.MAX_VALUE ? 0 : turn + 1;
        }
        due.add(prepare(ask, now));
      }
    }
    lost.forEach(RangeSubscription::signal);
    due.forEach(this::publish);
  }

  private static ErrorCode reason(Ask ask) {
    return ask.failure == null ? ErrorCode.STREAM_TIMEOUT : ask.failure;
  }

  /** Ends all subscriptions. */
  void end(ErrorCode code) {
    List<RangeSubscription> all;
    synchronized (this) {
      ended = true;
      all = new ArrayList<>(turns);
      all.forEach(s -> s.fail(new DomainException(code)));
    }
    all.forEach(RangeSubscription::signal);
  }

  synchronized int underWay() {
    return underWay;
  }

  synchronized boolean isIdle() {
    return turns.isEmpty();
  }
}
