package io.sealcast.messaging;

/** Publishes video events; best effort, doesn't block, never throws. */
public interface VideoEventPublisher {
  void publish(VideoEvent event);
}
