package io.sealcast.playback;

import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.RecordRefused;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a session's chunks from processors, as far as they can't be shared. One that doesn't come
 * is asked for anew, elsewhere if possible; what comes twice, late or unasked is dropped. All of it
 * belongs to the session's serial steps.
 */
final class ChunkFetcher implements ChunkSharing.Listener {
  /** Who wants the chunks. Called in the session's steps. */
  interface Listener {
    void arrived(ChunkFetch fetch, byte[] bytes);

    /** It will not come, and its subscription can't go on without it. */
    void failed(ChunkFetch fetch, ErrorCode code);
  }

  private final SessionCodec codec;
  private final FlowControl control;
  private final SerialExecutor steps;
  private final ChunkSharing sharing;
  private final Listener listener;

  private final PendingFetches pendingFetches = new PendingFetches();

  /** Leads to a processor that answered; see RangeRequestPublisher. */
  private int turn;

  /**
   * @param steps the session's
   * @param sessionEnded set once and for ever, by any thread
   */
  ChunkFetcher(
      SessionCodec codec,
      FlowControl control,
      SerialExecutor steps,
      AtomicBoolean sessionEnded,
      Listener listener) {
    this.codec = codec;
    this.control = control;
    this.steps = steps;
    this.sharing = new ChunkSharing(codec, control, steps, sessionEnded, this);
    this.listener = listener;
  }

  void fetch(ChunkFetch fetch) {
    pendingFetches.add(fetch);
    sharing.seek(fetch);
  }

  /** Gives up what a subscription waits for. */
  void cancel(RangeSubscription subscription) {
    pendingFetches.removeOf(subscription).forEach(ChunkSharing::handOver);
  }

  @Override
  public void found(ChunkFetch fetch, byte[] bytes) {
    pendingFetches.remove(fetch);
    listener.arrived(fetch, bytes);
  }

  @Override
  public void followed(ChunkFetch fetch) {
    fetch.expect(control.clock().nanos(), control.policy(), turn);
  }

  @Override
  public void toBeRequested(ChunkFetch fetch) {
    fetch.expect(control.clock().nanos(), control.policy(), turn);
    if (fetch.attempts > 1) {
      control.meters().askedAgain();
    }
    int attempt = fetch.attempts;
    control
        .requests()
        .publish(
            codec.request(fetch, control.policy().deadline(attempt)), codec.openedBy(), fetch.turn)
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                steps.run(() -> notSent(fetch, attempt, e));
              }
            });
  }

  /**
   * A request didn't reach the broker, which may be away for a while; or it was refused, and is
   * tried a few times only.
   */
  private void notSent(ChunkFetch fetch, int attempt, Throwable e) {
    if (pendingFetches.has(fetch)
        && fetch.attempts == attempt
        && fetch.state == ChunkFetch.State.ASKED) {
      ErrorCode code = ChunkRequests.codeOf(e);
      if (RecordRefused.isCauseOf(e)) {
        refuse(fetch, code, true);
      } else {
        pause(fetch, code);
      }
    }
  }

  private void pause(ChunkFetch fetch, ErrorCode code) {
    fetch.pause(code, control.clock().nanos(), control.policy());
    ChunkSharing.handOver(fetch);
  }

  /** Takes an answer; doesn't block. */
  void answer(RangeResponse response) {
    ChunkFetch fetch = pendingFetches.find(response.rangeId());
    if (fetch == null
        || fetch.fetchFrom != response.offset()
        || fetch.state == ChunkFetch.State.OPENING) {
      control.meters().answerDropped();
    } else if (response instanceof RangeResponse.Failure failure) {
      refuse(fetch, failure.code(), ChunkFetch.mayPass(failure.code()));
    } else {
      fetch.state = ChunkFetch.State.OPENING;
      if (!control.execute(() -> open(fetch, response))) {
        pause(fetch, ErrorCode.OVERLOADED);
      }
    }
  }

  /** The failure ends the subscription, or the chunk will be asked for again. */
  private void refuse(ChunkFetch fetch, ErrorCode code, boolean mayPass) {
    if (fetch.isWorthAnotherTry(code, mayPass)) {
      pause(fetch, code);
    } else {
      listener.failed(fetch, code);
    }
  }

  /** Takes too long for a step: a thread of the executor runs it. */
  private void open(ChunkFetch fetch, RangeResponse response) {
    byte[] bytes = codec.open(fetch, response);
    steps.run(() -> opened(fetch, bytes));
  }

  private void opened(ChunkFetch fetch, byte @Nullable [] bytes) {
    if (!pendingFetches.has(fetch)) {
      return; // nobody waits for it any more, or the session has ended and its key is wiped
    }
    if (bytes == null) {
      // Whoever can write to the topic could have sent this: it proves nothing about the video.
      control.meters().answerRefused();
      refuse(fetch, ErrorCode.INTEGRITY_FAILED, true);
      return;
    }
    long begun = fetch.giveUp - control.policy().total().toNanos();
    control.meters().chunkCame(control.clock().nanos() - begun);
    turn = fetch.turn;
    sharing.share(fetch, bytes);
    found(fetch, bytes);
  }

  /** Asks anew for what is due and gives up what took too long. */
  void checkDeadlines() {
    long now = control.clock().nanos();
    if (control.requests().isBlocked()) {
      failWhatIsLate(now);
    }
    for (ChunkFetch fetch : pendingFetches.due(now)) {
      if (!pendingFetches.has(fetch)) {
        continue; // its subscription has just failed
      }
      if (fetch.giveUp - now <= 0) {
        listener.failed(fetch, fetch.failure == null ? ErrorCode.STREAM_TIMEOUT : fetch.failure);
      } else if (fetch.state == ChunkFetch.State.PAUSED) {
        sharing.seek(fetch);
      } else {
        askAnew(fetch);
      }
    }
  }

  /** No other answer will come to what has been waited for as long as a first answer may take. */
  private void failWhatIsLate(long now) {
    Duration left = control.policy().total().minus(control.policy().firstDeadline());
    for (ChunkFetch fetch : pendingFetches.endingBy(now + left.toNanos())) {
      if (pendingFetches.has(fetch)) {
        listener.failed(fetch, ErrorCode.MESSAGING_UNAVAILABLE);
      }
    }
  }

  private void askAnew(ChunkFetch fetch) {
    if (fetch.membership != null && !fetch.membership.leads()) {
      // Long enough: whatever keeps the other, this one asks for itself.
      ChunkSharing.handOver(fetch);
    } else if (fetch.turn == turn) {
      turn = turn == Integer.MAX_VALUE ? 0 : turn + 1;
    }
    toBeRequested(fetch);
  }
}
