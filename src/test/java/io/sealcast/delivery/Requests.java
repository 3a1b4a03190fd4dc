package io.sealcast.delivery;

import io.sealcast.messaging.RangeRequest;
import java.time.Instant;
import java.util.UUID;

/** Range requests to make others from. */
final class Requests {
  private Requests() {}

  static RangeRequest of(String viewer, long rangeId) {
    return to("streaming-response-here", null, viewer, rangeId, Instant.now().plusSeconds(60));
  }

  static RangeRequest to(
      String reply, String receipt, String viewer, long rangeId, Instant deadline) {
    return new RangeRequest(
        viewer,
        rangeId,
        7,
        UUID.randomUUID(),
        0,
        0,
        9,
        reply,
        receipt,
        new byte[60],
        Instant.now().plusSeconds(600),
        deadline);
  }
}
