package io.sealcast.messaging;

import java.util.concurrent.CompletionStage;

/** Publishes responses to the topic that the request names. */
public interface RangeResponsePublisher {
  /**
   * Publishes a response. A chunk may block the caller for seconds while the broker is slow; a
   * failure or a receipt doesn't.
   *
   * @return completes when the broker has acknowledged the response; fails after a bounded time,
   *     also when the topic doesn't exist, and with {@link RecordRefused} when the broker rejects
   *     the response permanently
   */
  CompletionStage<Void> publish(String topic, RangeResponse response);
}
