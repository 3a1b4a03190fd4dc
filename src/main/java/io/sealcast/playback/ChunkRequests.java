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

/** The way of all flows' requests to the processors, with their part in a trace. */
final class ChunkRequests {
  private final RangeRequestPublisher publisher;
  private final ChunkSpans spans;

  // It begins at random, so that answers to the same session before a restart match nothing.
  private final AtomicLong rangeIds = new AtomicLong(new SecureRandom().nextLong() >>> 2);

  ChunkRequests(RangeRequestPublisher publisher, ChunkSpans spans) {
    this.publisher = publisher;
    this.spans = spans;
  }

  /** Unique in this instance, also after a restart: old answers may still lie in its topic. */
  long nextRangeId() {
    return rangeIds.incrementAndGet();
  }

  /**
   * Sends a request; doesn't block and doesn't throw.
   *
   * @param openedBy the trace of the request that opened the session, or null
   * @param turn see {@link RangeRequestPublisher#publish}
   */
  CompletionStage<Void> publish(RangeRequest request, @Nullable String openedBy, int turn) {
    RangeRequest traced = spans.asking(request, openedBy);
    try {
      return publisher
          .publish(traced, turn)
          .whenComplete(
              (done, e) -> {
                if (e != null) {
                  spans.answered(request.rangeId(), codeOf(e));
                }
              });
    } catch (RuntimeException e) {
      spans.answered(request.rangeId(), codeOf(e));
      return CompletableFuture.failedStage(e);
    }
  }

  /** See {@link RangeRequestPublisher#isBlocked}. */
  boolean isBlocked() {
    return publisher.isBlocked();
  }

  /** What a failed publication is called. */
  static ErrorCode codeOf(Throwable e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof DomainException known ? known.code() : ErrorCode.MESSAGING_UNAVAILABLE;
  }
}
