package io.sealcast.gateway.websocket;

import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many messages of a viewer a socket takes per second, and how many of them may begin or cancel
 * a range. A range that is begun costs a processor a chunk, even if it is cancelled at once. Twice
 * as many may come in a burst.
 */
@ApplicationScoped
class SocketBudgets {
  private final int messages;
  private final int ranges;
  private final int cancels;

  @Inject
  SocketBudgets(
      @ConfigProperty(name = "sealcast.gateway.socket-messages-per-second") int messages,
      @ConfigProperty(name = "sealcast.gateway.socket-ranges-per-second") int ranges,
      @ConfigProperty(name = "sealcast.gateway.socket-cancels-per-second") int cancels) {
    this.messages = messages;
    this.ranges = ranges;
    this.cancels = cancels;
  }

  /** Returns the budget of a new socket for messages of any kind, pongs among them. */
  Bucket messages() {
    return bucket(messages);
  }

  /** Returns the budget of a new socket for ranges. */
  Bucket ranges() {
    return bucket(ranges);
  }

  /** Returns the budget of a new socket for cancellations. */
  Bucket cancels() {
    return bucket(cancels);
  }

  private static Bucket bucket(int perSecond) {
    return Bucket.builder()
        .addLimit(l -> l.capacity(2L * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }
}
