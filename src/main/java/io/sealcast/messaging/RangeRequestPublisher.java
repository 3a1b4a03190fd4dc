package io.sealcast.messaging;

import java.util.concurrent.CompletionStage;

/** Publishes range requests. Doesn't block. */
public interface RangeRequestPublisher {
  /**
   * Completes once the broker has it, or exceptionally after a bounded time; with {@link
   * RecordRefused} when the broker won't have it.
   *
   * @param turn 0 at first; with another number another processor is likely to get the request, so
   *     that one which died isn't asked again
   */
  CompletionStage<Void> publish(RangeRequest request, int turn);

  /**
   * Whether a topic on the way there or back is known to let nothing through, though the broker is
   * there: what hasn't been answered by now won't be. Answers at once.
   */
  default boolean isBlocked() {
    return false;
  }
}
