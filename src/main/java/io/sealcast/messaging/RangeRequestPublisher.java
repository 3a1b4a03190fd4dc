package io.sealcast.messaging;

import java.util.concurrent.CompletionStage;

/** Publishes range requests. The methods don't block. */
public interface RangeRequestPublisher {
  /**
   * Publishes a request.
   *
   * @param route 0 for the first request of a session; another number probably leads to another
   *     processor, so that a request isn't repeated to one that has died
   * @return completes when the broker has acknowledged the request; fails after a bounded time,
   *     with {@link RecordRefused} when the broker rejects it permanently
   */
  CompletionStage<Void> publish(RangeRequest request, int route);

  /**
   * Whether a topic of requests or responses is known to reject all records although the broker is
   * available, so that pending requests get no response.
   */
  default boolean isBlocked() {
    return false;
  }
}
