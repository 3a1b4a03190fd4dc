package io.sealcast.playback;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.RecordRefused;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Fetches chunks of a session from the processors, unless the cache or another session's fetch
 * supplies them. A chunk that doesn't arrive within its deadline is requested again, from another
 * processor if possible. Duplicate, late and unexpected responses are dropped. All methods run as
 * tasks on the session's {@link SerialExecutor}.
 */
final class ChunkFetcher implements ChunkSharing.Listener {
  /** Receives the results. The methods are called on the session's {@link SerialExecutor}. */
  interface Listener {
    void arrived(ChunkFetch fetch, byte[] bytes);

    /** Called when a fetch has failed for good, so that its subscription has to fail. */
    void failed(ChunkFetch fetch, ErrorCode code);
  }

  private final SessionCodec codec;
  private final FlowControl control;
  private final SerialExecutor serialExecutor;
  private final ChunkSharing sharing;
  private final Listener listener;

  private final PendingFetches pendingFetches = new PendingFetches();

  /**
   * A route whose processor has responded; see {@link
   * io.sealcast.messaging.RangeRequestPublisher#publish}.
   */
  private int route;

  /**
   * Creates a fetcher.
   *
   * @param serialExecutor executor of the session
   * @param sessionEnded set by any thread when the session ends, and never reset
   */
  ChunkFetcher(
      SessionCodec codec,
      FlowControl control,
      SerialExecutor serialExecutor,
      AtomicBoolean sessionEnded,
      Listener listener) {
    this.codec = codec;
    this.control = control;
    this.serialExecutor = serialExecutor;
    this.sharing = new ChunkSharing(codec, control, serialExecutor, sessionEnded, this);
    this.listener = listener;
  }

  void fetch(ChunkFetch fetch) {
    pendingFetches.add(fetch);
    sharing.seek(fetch);
  }

  /** Cancels all fetches of a subscription. */
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
    fetch.expect(control.clock().nanos(), control.policy(), route);
  }

  @Override
  public void toBeRequested(ChunkFetch fetch) {
    fetch.expect(control.clock().nanos(), control.policy(), route);
    if (fetch.attempts > 1) {
      control.meters().requestRepeated();
    }
    int attempt = fetch.attempts;
    publish(fetch)
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                serialExecutor.run(() -> notSent(fetch, attempt, e));
              }
            });
  }

  private CompletionStage<Void> publish(ChunkFetch fetch) {
    RangeRequest request;
    try {
      request = codec.request(fetch, control.policy().deadline(fetch.attempts));
    } catch (DomainException e) {
      return CompletableFuture.failedStage(e);
    }
    return control.requests().publish(request, codec.openedBy(), fetch.route);
  }

  /**
   * Handles a request that wasn't published. A rejected record is retried a limited number of
   * times; while the broker is unavailable, the request is retried until the fetch times out.
   */
  private void notSent(ChunkFetch fetch, int attempt, Throwable e) {
    if (pendingFetches.has(fetch)
        && fetch.attempts == attempt
        && fetch.state == ChunkFetch.State.REQUESTED) {
      ErrorCode code = ChunkRequests.codeOf(e);
      if (RecordRefused.isCauseOf(e)) {
        retryOrFail(fetch, code, true);
      } else {
        pause(fetch, code);
      }
    }
  }

  private void pause(ChunkFetch fetch, ErrorCode code) {
    fetch.pause(code, control.clock().nanos(), control.policy());
    ChunkSharing.handOver(fetch);
  }

  /** Handles a response. The call doesn't block. */
  void answer(RangeResponse response) {
    ChunkFetch fetch = pendingFetches.find(response.rangeId());
    if (fetch == null || !fetch.isAt(response.offset())) {
      control.meters().responseDropped();
    } else if (response instanceof RangeResponse.Failure failure) {
      if (fetch.state == ChunkFetch.State.DECRYPTING) {
        control.meters().responseDropped();
      } else if (codec.isAuthentic(fetch, failure)) {
        retryOrFail(fetch, failure.code(), ChunkFetch.isTemporary(failure.code()));
      } else {
        handleForgery(fetch);
      }
    } else if (fetch.state == ChunkFetch.State.DECRYPTING) {
      keepNext(fetch, response);
    } else {
      fetch.state = ChunkFetch.State.DECRYPTING;
      if (!control.execute(() -> open(fetch, response))) {
        pause(fetch, ErrorCode.OVERLOADED);
      }
    }
  }

  /** Keeps a response until another one, which may be forged, has been decrypted. */
  private void keepNext(ChunkFetch fetch, RangeResponse response) {
    if (fetch.next == null) {
      fetch.next = response;
    } else {
      control.meters().responseDropped();
    }
  }

  /**
   * Handles a response that isn't authentic. Anyone who can write to the topic could have sent it,
   * so it proves nothing: neither that the video is damaged nor that a processor has failed. The
   * chunk is requested again from another processor, and still accepted from the first.
   */
  private void handleForgery(ChunkFetch fetch) {
    control.meters().responseRejected();
    if (fetch.state == ChunkFetch.State.PAUSED) {
      return; // the next request is scheduled already
    }
    fetch.pauseAfterForgery(control.clock().nanos(), control.policy());
    ChunkSharing.handOver(fetch);
    if (fetch.route == route) {
      route = nextRoute();
    }
  }

  private int nextRoute() {
    return route == Integer.MAX_VALUE ? 0 : route + 1;
  }

  /** Retries after a temporary failure; otherwise fails the fetch. */
  private void retryOrFail(ChunkFetch fetch, ErrorCode code, boolean temporary) {
    if (fetch.isRetryable(code, temporary)) {
      pause(fetch, code);
    } else {
      listener.failed(fetch, code);
    }
  }

  /**
   * Decrypts a response. It takes too long for the {@link SerialExecutor}, so it runs on a thread
   * of the pool.
   */
  private void open(ChunkFetch fetch, RangeResponse response) {
    byte[] bytes = codec.open(fetch, response);
    serialExecutor.run(() -> opened(fetch, bytes));
  }

  private void opened(ChunkFetch fetch, byte @Nullable [] bytes) {
    if (!pendingFetches.has(fetch)) {
      return; // the fetch was cancelled, or the session has ended and its key is wiped
    }
    if (bytes == null) {
      RangeResponse next = fetch.next;
      fetch.next = null;
      fetch.state = ChunkFetch.State.REQUESTED;
      handleForgery(fetch);
      if (next != null) {
        answer(next);
      }
      return;
    }
    if (fetch.next != null) {
      fetch.next = null;
      control.meters().responseDropped();
    }
    long started = fetch.giveUp - control.policy().total().toNanos();
    control.meters().chunkArrived(control.clock().nanos() - started);
    route = fetch.route;
    sharing.share(fetch, bytes);
    found(fetch, bytes);
  }

  /** Repeats the requests that are due and fails the fetches that have timed out. */
  void checkDeadlines() {
    long now = control.clock().nanos();
    if (control.requests().isBlocked()) {
      failLateFetches(now);
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
        repeatRequest(fetch);
      }
    }
  }

  /**
   * Fails the fetches that have waited for the first deadline, since no response can arrive while
   * the topics block requests.
   */
  private void failLateFetches(long now) {
    Duration left = control.policy().total().minus(control.policy().firstDeadline());
    for (ChunkFetch fetch : pendingFetches.endingBy(now + left.toNanos())) {
      if (pendingFetches.has(fetch)) {
        listener.failed(fetch, ErrorCode.MESSAGING_UNAVAILABLE);
      }
    }
  }

  private void repeatRequest(ChunkFetch fetch) {
    if (fetch.membership != null && !fetch.membership.leads()) {
      // the shared fetch takes too long, so this session sends a request of its own
      ChunkSharing.handOver(fetch);
    } else if (fetch.route == route) {
      route = nextRoute();
    }
    toBeRequested(fetch);
  }
}
