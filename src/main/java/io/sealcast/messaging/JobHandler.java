package io.sealcast.messaging;

/** Handles processing jobs as they arrive. The method must not block or throw. */
public interface JobHandler {
  void handle(ProcessingJob job);
}
