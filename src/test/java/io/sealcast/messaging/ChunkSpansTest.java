package io.sealcast.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChunkSpansTest {
  @Test
  void whatComesBeforeTheApplicationHasStartedNeedsNoTelemetry() {
    Instant later = Instant.now().plusSeconds(60);
    RangeRequest early =
        new RangeRequest(
            "ann", 3, 7, UUID.randomUUID(), 0, 0, 9, "here", null, new byte[60], later, later);
    ChunkSpans on = new ChunkSpans(null, false);
    assertThat(on.startRequest(early, null)).isSameAs(early);
    assertThat(on.startResponse(early)).isNotNull();
    on.endRequest(early.rangeId(), null);
    assertThat(on.here()).isNull();
  }
}
