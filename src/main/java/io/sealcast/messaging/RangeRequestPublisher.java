package io.sealcast.messaging;

import java.util.concurrent.CompletionStage;

/** Publishes range requests. Doesn't block. */
public interface RangeRequestPublisher {
  /**
   * Completes once the broker has it, or exceptionally after a bounded time.
   *
   * @param turn 0 at first; with another number another processor is likely to get the request, so
   *     that one which died isn't asked again
   */
  CompletionStage<Void> publish(RangeRequest request, int turn);
}
