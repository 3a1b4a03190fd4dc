package io.sealcast.messaging;

/** Takes the answers that come to this instance. Returns at once; never throws. */
public interface RangeResponseHandler {
  void handle(RangeResponse response);
}
