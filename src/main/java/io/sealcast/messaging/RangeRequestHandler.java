package io.sealcast.messaging;

/** Handles range requests as they arrive. The method must not block or throw. */
public interface RangeRequestHandler {
  void handle(RangeRequest request);
}
