package io.sealcast.gateway.sse;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.metrics.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits the number of event streams about videos, and the time that each lasts. Each of them
 * occupies a server thread while a page is open, so they have a limit separate from that of
 * playback.
 */
@ApplicationScoped
class EventStreams {
  /** Time after which a rejected page retries. Meanwhile it polls. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final AccountBulkhead bulkhead;
  private final Duration lifetime;

  @Inject
  EventStreams(
      @ConfigProperty(name = "sealcast.events.streams") int most,
      @ConfigProperty(name = "sealcast.events.streams-per-account") int mostPerAccount,
      @ConfigProperty(name = "sealcast.events.lifetime") Duration lifetime) {
    this.lifetime = lifetime;
    bulkhead = new AccountBulkhead(most, mostPerAccount, RETRY_AFTER);
  }

  /** Takes a permit; see {@link AccountBulkhead#take}. */
  AccountBulkhead.Permit take(long accountId) {
    return bulkhead.take(accountId);
  }

  /** Returns the time after which a stream ends, so that the caller authenticates again. */
  Duration lifetime() {
    return lifetime;
  }

  void show(@Observes Meters meters) {
    meters.gauge(
        "sealcast_event_streams", "Event streams about videos under way.", bulkhead::taken);
  }
}
