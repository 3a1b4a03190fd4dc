package io.sealcast.account;

import io.sealcast.limit.InstanceRateLimit;
import io.sealcast.limit.RateLimit;
import io.sealcast.limit.SharedLimits;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits the number of new accounts in a period, from one network and in all. The limits are those
 * of all instances; this class has the same for this instance alone, which apply before a caller
 * waits in the bulkhead, and while the database is away. Thread-safe.
 */
@ApplicationScoped
class RegistrationThrottle {
  private static final int MAX_REMEMBERED = 20_000;

  /** The key of what is counted in all. */
  private static final String ALL = "";

  private final SharedLimits shared;
  private final RateLimit perNetwork;
  private final RateLimit inAll;
  private final InstanceRateLimit<String> byNetwork;
  private final InstanceRateLimit<String> all;
  private final LongAdder throttled = new LongAdder();

  /**
   * Creates a throttle.
   *
   * @param perAddress new accounts from one network in a period
   * @param inAll new accounts in a period
   */
  @Inject
  RegistrationThrottle(
      SharedLimits shared,
      @ConfigProperty(name = "sealcast.registration.per-address") int perAddress,
      @ConfigProperty(name = "sealcast.registration.in-all") int inAll,
      @ConfigProperty(name = "sealcast.registration.period") Duration period) {
    this.shared = shared;
    this.perNetwork = new RateLimit("registration from a network", perAddress, period);
    this.inAll = new RateLimit("registration", inAll, period);
    byNetwork = new InstanceRateLimit<>(this.perNetwork, MAX_REMEMBERED);
    all = new InstanceRateLimit<>(this.inAll, 1);
  }

  void show(@Observes Meters meters) {
    meters.counter(
        "sealcast_registrations_throttled_total",
        "Accounts that were not created, after too many others.",
        throttled::sum);
  }

  /**
   * Counts a new account on this instance.
   *
   * @throws DomainException TOO_MANY_REQUESTS with the time to wait
   */
  void take(String network) {
    byNetwork.take(network).ifPresent(this::refuse);
    Optional<Duration> wait = all.take(ALL);
    if (wait.isPresent()) {
      byNetwork.giveBack(network);
      refuse(wait.get());
    }
  }

  /** Takes back what {@link #take} has counted, since the request was refused. */
  void giveBack(String network) {
    byNetwork.giveBack(network);
    all.giveBack(ALL);
  }

  /**
   * Counts a new account for all instances.
   *
   * @throws DomainException TOO_MANY_REQUESTS with the time to wait
   */
  void share(String network) {
    shared.check(inAll, ALL).ifPresent(this::refuse);
    shared.take(perNetwork, network).ifPresent(this::refuse);
    shared.take(inAll, ALL).ifPresent(this::refuse);
  }

  private void refuse(Duration wait) {
    throttled.increment();
    throw DomainException.retryLater(ErrorCode.TOO_MANY_REQUESTS, wait);
  }
}
