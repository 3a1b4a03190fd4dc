package io.sealcast.playback;

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
 * Limits how often somebody may try wrong keys on a video. An attempt is counted before it is made,
 * so that many at once don't slip through, and given back when the key was right.
 */
@ApplicationScoped
class KeyAttempts {
  private static final int MAX_BUCKETS = 50_000;

  private final LoadingCache<Target, Bucket> buckets;

  private final LongAdder wrong = new LongAdder();
  private final LongAdder throttled = new LongAdder();

  private record Target(long accountId, long fileId) {}

  KeyAttempts() {
    buckets = null;
  }

  @Inject
  KeyAttempts(
      @ConfigProperty(name = "sealcast.stream.wrong-keys") int wrongKeys,
      @ConfigProperty(name = "sealcast.stream.wrong-keys.period") Duration period) {
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
   * Counts an attempt.
   *
   * @throws DomainException TOO_MANY_REQUESTS with the time to wait
   */
  void begin(long accountId, long fileId) {
    ConsumptionProbe probe =
        buckets.get(new Target(accountId, fileId)).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throttled.increment();
      throw DomainException.retryLater(
          ErrorCode.TOO_MANY_REQUESTS, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  /** The attempt stays counted: the key was wrong. */
  void failed() {
    wrong.increment();
  }

  /** Gives the attempt back: the key was right, or it was never looked at. */
  void forgive(long accountId, long fileId) {
    buckets.get(new Target(accountId, fileId)).addTokens(1);
  }
}
