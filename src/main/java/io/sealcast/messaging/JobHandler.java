package io.sealcast.messaging;

/** Takes processing jobs as they arrive. Returns at once; never throws. */
public interface JobHandler {
  void handle(ProcessingJob job);
}
