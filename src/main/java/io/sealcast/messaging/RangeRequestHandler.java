package io.sealcast.messaging;

/** Takes range requests as they arrive. Returns at once; never throws. */
public interface RangeRequestHandler {
  void handle(RangeRequest request);
}
