package io.sealcast.playback;

import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeRequestPublisher;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Publishes the range requests of all sessions and records their spans. Thread-safe. */
final class ChunkRequests {
  private final RangeRequestPublisher publisher;
  private final ChunkSpans spans;

  // A random start keeps responses to requests from before a restart from matching new requests.
  private final AtomicLong rangeIds = new AtomicLong(new SecureRandom().nextLong() >>> 2);

  ChunkRequests(RangeRequestPublisher publisher, ChunkSpans spans) {
    this.publisher = publisher;
    this.spans = spans;
  }

  /**
   * Returns an id that is unique in this instance, also across restarts: the instance's topic may
   * still contain old responses.
   */
  long nextRangeId() {
    return rangeIds.incrementAndGet();
  }

  /**
   * Publishes a request. The call doesn't block and doesn't throw.
   *
   * @param openedBy trace of the request that opened the session, or null
   * @param route see {@link RangeRequestPublisher#publish}
   */
  CompletionStage<Void> publish(RangeRequest request, @Nullable String openedBy, int route) {
    RangeRequest traced = spans.startRequest(request, openedBy);
    try {
      return publisher
          .publish(traced, route)
          .whenComplete(
              (done, e) -> {
                if (e != null) {
                  spans.endRequest(request.rangeId(), codeOf(e));
                }
              });
    } catch (RuntimeException e) {
      spans.endRequest(request.rangeId(), codeOf(e));
      return CompletableFuture.failedStage(e);
    }
  }

  /** See {@link RangeRequestPublisher#isBlocked}. */
  boolean isBlocked() {
    return publisher.isBlocked();
  }

  /** Returns the error code for the failure of {@link #publish}. */
  static ErrorCode codeOf(Throwable e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof DomainException known ? known.code() : ErrorCode.MESSAGING_UNAVAILABLE;
  }
}
