package io.sealcast.messaging;

/** Publishes video events without delivery guarantee. The method doesn't block or throw. */
public interface VideoEventPublisher {
  void publish(VideoEvent event);
}
