package io.sealcast.gateway.sse;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.metrics.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bounds the event streams of accounts. Each holds a server thread for as long as somebody has a
 * page open, so they have bounds of their own and leave those who watch theirs.
 */
@ApplicationScoped
class EventStreams {
  /** Pages ask for what they need meanwhile. */
  private static final Duration COME_BACK = Duration.ofSeconds(10);

  private final AccountBulkhead bulkhead;

  @Inject
  EventStreams(
      @ConfigProperty(name = "sealcast.events.streams") int most,
      @ConfigProperty(name = "sealcast.events.streams-per-account") int mostPerAccount) {
    bulkhead = new AccountBulkhead(most, mostPerAccount, COME_BACK);
  }

  /** Takes a place; see {@link AccountBulkhead#take}. */
  AccountBulkhead.Permit take(long accountId) {
    return bulkhead.take(accountId);
  }

  void show(@Observes Meters meters) {
    meters.gauge("sealcast_event_streams", "Event streams of accounts under way.", bulkhead::taken);
  }
}
