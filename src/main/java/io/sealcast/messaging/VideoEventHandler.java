package io.sealcast.messaging;

/** Takes video events; there may be several handlers. Returns at once; never throws. */
public interface VideoEventHandler {
  void handle(VideoEvent event);

  /** The same, for who needs to know at which position the event lies. */
  default void handle(VideoEvent event, EventPosition position) {
    handle(event);
  }
}
