package io.sealcast.messaging;

import java.util.concurrent.CompletionStage;

/** Publishes answers to the topic that a request named. */
public interface RangeResponsePublisher {
  /**
   * Completes once the broker has it, or exceptionally after a bounded time, also when there is no
   * such topic; with {@link RecordRefused} when the broker won't have it. A chunk may block the
   * caller for seconds while the broker is slow; a failure or a receipt doesn't.
   */
  CompletionStage<Void> publish(String topic, RangeResponse response);
}
