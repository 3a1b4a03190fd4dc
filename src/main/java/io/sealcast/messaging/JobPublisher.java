package io.sealcast.messaging;

import java.util.concurrent.CompletionStage;

/** Publishes processing jobs. */
public interface JobPublisher {
  /** Completes once the broker has the job, or exceptionally after a bounded time. */
  CompletionStage<Void> publish(ProcessingJob job);
}
