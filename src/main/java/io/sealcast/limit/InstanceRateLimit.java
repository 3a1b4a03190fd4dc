package io.sealcast.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;

/**
 * A {@link RateLimit} of this instance alone, for each key by itself. It applies before a caller
 * waits in a bulkhead, and while the database, which has the limits of all instances, is away.
 * Thread-safe.
 */
public final class InstanceRateLimit<K> {
  private final LoadingCache<K, Bucket> buckets;

  /**
   * Creates a limit.
   *
   * @param maxKeys number of keys that are remembered; the least used ones are forgotten beyond
   */
  public InstanceRateLimit(RateLimit limit, int maxKeys) {
    buckets =
        Caffeine.newBuilder()
            .maximumSize(maxKeys)
            .expireAfterAccess(limit.period().multipliedBy(2))
            .build(
                key ->
                    Bucket.builder()
                        .addLimit(
                            l ->
                                l.capacity(limit.most()).refillGreedy(limit.most(), limit.period()))
                        .build());
  }

  /** Counts a use. Returns the time to wait, without counting it, when the limit is reached. */
  public Optional<Duration> take(K key) {
    ConsumptionProbe probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  /** Uncounts a use. */
  public void giveBack(K key) {
    buckets.get(key).addTokens(1);
  }
}
