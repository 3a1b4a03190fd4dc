package io.sealcast.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Slows guessing down: so many wrong passwords a minute from one address for one name, and ten
 * times as many from one address for all names together.
 */
@ApplicationScoped
class SignInThrottle {
  private static final int NAMES_PER_ADDRESS = 10;
  private static final int REMEMBERED = 20_000;

  private final LoadingCache<String, Bucket> byName;
  private final LoadingCache<String, Bucket> byAddress;
  private final LongAdder throttled = new LongAdder();

  /**
   * @param attemptsPerMinute wrong passwords a minute, 1 or more
   */
  @Inject
  SignInThrottle(
      @ConfigProperty(name = "sealcast.signin.attempts-per-minute") int attemptsPerMinute) {
    byName = buckets(attemptsPerMinute);
    byAddress = buckets((long) attemptsPerMinute * NAMES_PER_ADDRESS);
  }

  void show(@Observes Meters meters) {
    meters.counter(
        "sealcast_signin_throttled_total",
        "Passwords that were not looked at, after too many wrong ones.",
        throttled::sum);
  }

  private static LoadingCache<String, Bucket> buckets(long perMinute) {
    return Caffeine.newBuilder()
        .maximumSize(REMEMBERED)
        .expireAfterAccess(Duration.ofMinutes(2))
        .build(
            key ->
                Bucket.builder()
                    .addLimit(
                        l -> l.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                    .build());
  }

  /**
   * Counts an attempt whose outcome isn't known yet, so that many at once don't pass together.
   *
   * @throws DomainException TOO_MANY_REQUESTS with the time to wait
   */
  Attempt begin(String address, String usernameKey) {
    Bucket name = byName.get(address + ' ' + usernameKey);
    Bucket all = byAddress.get(address);
    take(all);
    try {
      take(name);
    } catch (DomainException e) {
      all.addTokens(1);
      throw e;
    }
    return () -> {
      name.addTokens(1);
      all.addTokens(1);
    };
  }

  private void take(Bucket bucket) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throttled.increment();
      throw DomainException.retryLater(
          ErrorCode.TOO_MANY_REQUESTS, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  /** One attempt under way. */
  interface Attempt {
    /** Takes the attempt out of the count. */
    void forgive();
  }
}
