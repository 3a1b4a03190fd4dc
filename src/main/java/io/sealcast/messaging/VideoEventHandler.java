package io.sealcast.messaging;

/** Handles video events. There may be several handlers. The methods must not block or throw. */
public interface VideoEventHandler {
  void handle(VideoEvent event);

  /** Handles an event together with its position; by default, the position is ignored. */
  default void handle(VideoEvent event, EventPosition position) {
    handle(event);
  }
}
