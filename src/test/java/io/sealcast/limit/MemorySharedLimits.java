package io.sealcast.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The limits of instances that share this object, by a clock that a test moves. */
public final class MemorySharedLimits implements SharedLimits {
  private final Map<String, Long> fullAt = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<String, Long> blockedUntil = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private long micros;

  /** Moves the clock. */
  public void pass(Duration time) {
    micros += time.toNanos() / 1000;
  }

  @Override
  public Optional<Duration> take(RateLimit limit, String whose) {
    Optional<Duration> wait = check(limit, whose);
    if (wait.isEmpty()) {
      count(limit, whose);
    }
    return wait;
  }

  private long full(RateLimit limit, String whose) {
    long full = fullAt.getOrDefault(limit.name() + ' ' + whose, micros);
    return Math.max(full, micros) + limit.microsPerUse();
  }

  @Override
  public Optional<Duration> check(RateLimit limit, String whose) {
    long wait = full(limit, whose) - micros - limit.micros();
    return wait > 0 ? Optional.of(Duration.ofNanos(wait * 1000)) : Optional.empty();
  }

  @Override
  public void count(RateLimit limit, String whose) {
    long full = Math.min(full(limit, whose), micros + limit.micros());
    fullAt.put(limit.name() + ' ' + whose, full);
  }

  @Override
  public Optional<Duration> blocked(String name) {
    long wait = blockedUntil.getOrDefault(name, 0L) - micros;
    return wait > 0 ? Optional.of(Duration.ofNanos(wait * 1000)) : Optional.empty();
  }

  @Override
  public void failed(String name) {
    int all = failures.merge(name, 1, Integer::sum);
    blockedUntil.put(name, micros + FailureDelays.after(all).toNanos() / 1000);
  }

  @Override
  public boolean isKnown(String name, String network) {
    return known.contains(network + ' ' + name);
  }

  @Override
  public void succeeded(String name, String network, boolean wasKnown) {
    known.add(network + ' ' + name);
    if (!wasKnown) {
      failures.remove(name);
      blockedUntil.remove(name);
    }
  }
}
