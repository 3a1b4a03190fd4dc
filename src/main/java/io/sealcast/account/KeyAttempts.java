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
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits how often somebody may try wrong keys on a video, and how many keys at once: each costs a
 * core a seventh of a second. An attempt is counted before it is made, so that many at once don't
 * slip through, and given back when the key was right.
 */
@ApplicationScoped
public class KeyAttempts {
  private static final int MAX_BUCKETS = 50_000;

  private static final Duration COME_BACK = Duration.ofSeconds(1);

  private final LoadingCache<Target, Bucket> buckets;
  private final AccountBulkhead bulkhead;

  private final LongAdder wrong = new LongAdder();
  private final LongAdder throttled = new LongAdder();

  private record Target(long accountId, long fileId) {}

  @Inject
  KeyAttempts(
      @ConfigProperty(name = "sealcast.stream.wrong-keys") int wrongKeys,
      @ConfigProperty(name = "sealcast.stream.wrong-keys.period") Duration period,
      @ConfigProperty(name = "sealcast.stream.keys-at-once-per-account") int atOnce) {
    // how many of all accounts at once is the vault's matter
    bulkhead = new AccountBulkhead(Integer.MAX_VALUE, atOnce, COME_BACK);
    buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_BUCKETS)
            .expireAfterAccess(period.multipliedBy(2))
            .build(
                target ->
                    Bucket.builder()
                        .addLimit(l -> l.capacity(wrongKeys).refillGreedy(wrongKeys, period))
                        .build());
  }

  void show(@Observes Meters meters) {
    meters.counter("sealcast_wrong_keys_total", "Encryption keys that open nothing.", wrong::sum);
    meters.counter(
        "sealcast_key_attempts_throttled_total",
        "Encryption keys that were not looked at, after too many wrong ones.",
        throttled::sum);
  }

  /**
   * Makes one attempt, unless there were too many wrong ones.
   *
   * @param unwrap opens the video's data key, or throws INVALID_ENCRYPTION_KEY
   * @throws DomainException TOO_MANY_REQUESTS with the time to wait, or what {@code unwrap} throws
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
    Bucket bucket = buckets.get(new Target(accountId, fileId));
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      permit.close();
      throttled.increment();
      throw DomainException.retryLater(
          ErrorCode.TOO_MANY_REQUESTS, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
    return new Attempt(bucket, permit);
  }

  /** One attempt; given back when it is closed, unless the key was wrong. */
  final class Attempt implements AutoCloseable {
    private final Bucket bucket;
    private final AccountBulkhead.Permit permit;
    private boolean counts;

    private Attempt(Bucket bucket, AccountBulkhead.Permit permit) {
      this.bucket = bucket;
      this.permit = permit;
    }

    /** The attempt stays counted: the key was wrong. */
    void failed() {
      counts = true;
      wrong.increment();
    }

    @Override
    public void close() {
      permit.close();
      if (!counts) {
        bucket.addTokens(1);
      }
    }
  }
}
