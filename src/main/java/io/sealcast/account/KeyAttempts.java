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
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits, per account and video, the number of wrong encryption keys in a period, and per account
 * the number of concurrent attempts, each of which takes about 150 ms of a core. An attempt is
 * counted before its result is known, so that concurrent attempts can't exceed the limit; it is
 * uncounted unless the key was wrong. The first limit is that of all instances, and of this one
 * alone while the database is away. Thread-safe.
 */
@ApplicationScoped
public class KeyAttempts {
  private static final int MAX_TARGETS = 50_000;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final InstanceRateLimit<Target> onThisInstance;
  private final AccountBulkhead bulkhead;
  private final SharedLimits shared;
  private final RateLimit limit;

  private final LongAdder wrong = new LongAdder();
  private final LongAdder throttled = new LongAdder();

  private record Target(long accountId, long fileId) {
    @Override
    public String toString() {
      return accountId + " " + fileId;
    }
  }

  @Inject
  KeyAttempts(
      SharedLimits shared,
      @ConfigProperty(name = "sealcast.stream.wrong-keys") int wrongKeys,
      @ConfigProperty(name = "sealcast.stream.wrong-keys.period") Duration period,
      @ConfigProperty(name = "sealcast.stream.keys-at-once-per-account") int atOnce) {
    this.shared = shared;
    limit = new RateLimit("wrong keys", wrongKeys, period);
    // the vault limits the concurrent attempts of all accounts
    bulkhead = new AccountBulkhead(Integer.MAX_VALUE, atOnce, RETRY_AFTER);
    onThisInstance = new InstanceRateLimit<>(limit, MAX_TARGETS);
  }

  void show(@Observes Meters meters) {
    meters.counter("sealcast_wrong_keys_total", "Encryption keys that open nothing.", wrong::sum);
    meters.counter(
        "sealcast_key_attempts_throttled_total",
        "Encryption keys that were not tried, after too many wrong ones.",
        throttled::sum);
  }

  /**
   * Makes one attempt unless there were too many wrong ones.
   *
   * @param unwrap unwraps the video's data key, or throws INVALID_ENCRYPTION_KEY
   * @throws DomainException TOO_MANY_REQUESTS with the time to wait, or an exception of {@code
   *     unwrap}
   */
  public <T> T attempt(long accountId, long fileId, Supplier<T> unwrap) {
    try (Attempt attempt = begin(accountId, fileId)) {
      try {
        return unwrap.get();
      } catch (DomainException e) {
        if (e.code() == ErrorCode.INVALID_ENCRYPTION_KEY) {
          attempt.failed();
        }
        throw e;
      }
    }
  }

  /**
   * Counts an attempt.
   *
   * @throws DomainException TOO_MANY_REQUESTS with the time to wait
   */
  Attempt begin(long accountId, long fileId) {
    AccountBulkhead.Permit permit = bulkhead.take(accountId);
    Target target = new Target(accountId, fileId);
    Optional<Duration> wait = onThisInstance.take(target);
    if (wait.isEmpty()) {
      wait = shared.check(limit, target.toString());
      if (wait.isPresent()) {
        onThisInstance.giveBack(target);
      }
    }
    if (wait.isPresent()) {
      permit.close();
      throw refusal(wait.get());
    }
    return new Attempt(target, permit);
  }

  private DomainException refusal(Duration wait) {
    throttled.increment();
    return DomainException.retryLater(ErrorCode.TOO_MANY_REQUESTS, wait);
  }

  /** An attempt. Closing it uncounts it unless {@link #failed} was called. */
  final class Attempt implements AutoCloseable {
    private final Target target;
    private final AccountBulkhead.Permit permit;
    private boolean counts;

    private Attempt(Target target, AccountBulkhead.Permit permit) {
      this.target = target;
      this.permit = permit;
    }

    /** Records that the key was wrong, so that the attempt stays counted. */
    void failed() {
      counts = true;
      wrong.increment();
      shared.count(limit, target.toString());
    }

    @Override
    public void close() {
      permit.close();
      if (!counts) {
        onThisInstance.giveBack(target);
      }
    }
  }
}
