package io.sealcast.messaging;

/** Takes video events; there may be several handlers. Returns at once; never throws. */
public interface VideoEventHandler {
  void handle(VideoEvent event);
}
