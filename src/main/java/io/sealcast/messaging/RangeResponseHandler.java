package io.sealcast.messaging;

/** Handles the responses that arrive at this instance. The method must not block or throw. */
public interface RangeResponseHandler {
  void handle(RangeResponse response);
}
