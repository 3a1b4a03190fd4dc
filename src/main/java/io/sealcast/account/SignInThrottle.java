package io.sealcast.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
 * Limits wrong passwords: from one network for one user name, from one network for all names, for
 * one name from all networks (see {@link SharedLimits#failed}), and in all. The last two don't
 * apply to a network from which the name was signed in before, so that nobody can lock out the
 * owner of a name. The limits are those of all instances; this class has the same for this instance
 * alone, which apply before a caller waits in the bulkhead, and while the database is away.
 * Thread-safe.
 */
@ApplicationScoped
class SignInThrottle {
  private static final int NAMES_PER_ADDRESS = 10;
  private static final int MAX_REMEMBERED = 20_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SharedLimits shared;
  private final RateLimit perName;
  private final RateLimit perNetwork;
  private final RateLimit inAll;
  private final InstanceRateLimit<String> byName;
  private final InstanceRateLimit<String> byNetwork;

  /** Until when names are blocked, in nanoseconds, as far as this instance knows. */
  private final Cache<String, Long> blocked =
      Caffeine.newBuilder()
          .maximumSize(MAX_REMEMBERED)
          .expireAfterWrite(Duration.ofMinutes(5))
          .build();

  /** Whether names are known at networks, as far as this instance knows. */
  private final Cache<String, Boolean> known =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(MINUTE).build();

  private final LongAdder throttled = new LongAdder();
  private volatile long allBlockedUntil = System.nanoTime();

  /**
   * Creates a throttle.
   *
   * @param attemptsPerMinute wrong passwords per minute, 1 or more
   * @param failuresInAll wrong passwords per minute of all networks that aren't known, 1 or more
   */
  @Inject
  SignInThrottle(
      SharedLimits shared,
      @ConfigProperty(name = "sealcast.signin.attempts-per-minute") int attemptsPerMinute,
      @ConfigProperty(name = "sealcast.signin.failures-in-all") int failuresInAll) {
    this.shared = shared;
    perName = new RateLimit("sign-in of a name from a network", attemptsPerMinute, MINUTE);
    perNetwork =
        new RateLimit("sign-in from a network", attemptsPerMinute * NAMES_PER_ADDRESS, MINUTE);
    inAll = new RateLimit("sign-in", failuresInAll, MINUTE);
    byName = new InstanceRateLimit<>(perName, MAX_REMEMBERED);
    byNetwork = new InstanceRateLimit<>(perNetwork, MAX_REMEMBERED);
  }

  void show(@Observes Meters meters) {
    meters.counter(
        "sealcast_signin_throttled_total",
        "Passwords that were not verified, after too many wrong ones.",
        throttled::sum);
  }

  /**
   * Counts an attempt before its result is known, so that concurrent attempts can't exceed the
   * limits of this instance.
   *
   * @throws DomainException TOO_MANY_REQUESTS with the time to wait
   */
  Attempt begin(String network, String usernameKey) {
    String both = network + ' ' + usernameKey;
    byNetwork.take(network).ifPresent(this::refuse);
    Optional<Duration> wait = byName.take(both);
    if (wait.isPresent()) {
      byNetwork.giveBack(network);
      refuse(wait.get());
    }
    Attempt attempt = new Attempt(both, network, usernameKey);
    try {
      refuseBlocked(both, network, usernameKey);
    } catch (RuntimeException e) {
      attempt.forgive();
      throw e;
    }
    return attempt;
  }

  /** Rejects what this instance knows to be blocked, before the caller waits in the bulkhead. */
  private void refuseBlocked(String both, String network, String usernameKey) {
    long now = System.nanoTime();
    Long until = blocked.getIfPresent(usernameKey);
    long wait = Math.max(until == null ? 0 : until - now, allBlockedUntil - now);
    if (wait > 0 && !isKnown(both, network, usernameKey)) {
      refuse(Duration.ofNanos(wait));
    }
  }

  private boolean isKnown(String both, String network, String usernameKey) {
    return known.get(both, key -> shared.isKnown(usernameKey, network));
  }

  private void refuse(Duration wait) {
    throttled.increment();
    throw DomainException.retryLater(ErrorCode.TOO_MANY_REQUESTS, wait);
  }

  /** An attempt that this instance has counted. Not thread-safe. */
  final class Attempt {
    private final String both;
    private final String network;
    private final String usernameKey;
    private boolean isShared;
    private boolean isKnown;

    private Attempt(String both, String network, String usernameKey) {
      this.both = both;
      this.network = network;
      this.usernameKey = usernameKey;
    }

    /**
     * Checks the limits of all instances, before the password is verified.
     *
     * @throws DomainException TOO_MANY_REQUESTS with the time to wait
     */
    void share() {
      isShared = true;
      isKnown = isKnown(both, network, usernameKey);
      if (!isKnown) {
        shared.blocked(usernameKey).ifPresent(this::refuseName);
        shared.check(inAll, "").ifPresent(SignInThrottle.this::refuseAll);
      }
      shared.check(perNetwork, network).ifPresent(SignInThrottle.this::refuse);
      shared.check(perName, both).ifPresent(SignInThrottle.this::refuse);
    }

    private void refuseName(Duration wait) {
      block(wait);
      refuse(wait);
    }

    private void block(Duration wait) {
      blocked.put(usernameKey, System.nanoTime() + wait.toNanos());
    }

    /** Records that the password was wrong. */
    void failed() {
      shared.count(perNetwork, network);
      shared.count(perName, both);
      if (!isKnown) {
        shared.count(inAll, "");
        shared.failed(usernameKey);
        shared.blocked(usernameKey).ifPresent(this::block);
      }
    }

    /**
     * Records that the password was right, and uncounts the attempt. Nothing is written when it was
     * remembered from an earlier request.
     */
    void succeeded() {
      if (isShared) {
        shared.succeeded(usernameKey, network, isKnown);
        known.put(both, true);
        if (!isKnown) {
          blocked.invalidate(usernameKey);
        }
      }
      forgive();
    }

    /** Uncounts the attempt, whose password wasn't verified or was right. */
    void forgive() {
      byName.giveBack(both);
      byNetwork.giveBack(network);
    }
  }

  private void refuseAll(Duration wait) {
    allBlockedUntil = System.nanoTime() + wait.toNanos();
    refuse(wait);
  }
}
