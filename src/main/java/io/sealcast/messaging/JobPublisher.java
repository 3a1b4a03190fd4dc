package io.sealcast.messaging;

import java.util.concurrent.CompletionStage;

/** Publishes processing jobs. */
public interface JobPublisher {
  /**
   * Publishes a job. The result completes when the broker has acknowledged it, or exceptionally
   * after a bounded time.
   */
  CompletionStage<Void> publish(ProcessingJob job);
}
