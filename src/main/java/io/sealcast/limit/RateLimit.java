package io.sealcast.limit;

import java.time.Duration;

/**
 * A limit of how often something may be done. After a pause it may be done {@code most} times at
 * once, and then once in {@code period / most}.
 *
 * @param name unique name of the limit
 * @param most how often in the period, 1 or more
 */
public record RateLimit(String name, int most, Duration period) {
  /** Returns the time in microseconds that one use takes up. */
  long microsPerUse() {
    return Math.max(1, period.toNanos() / 1000 / most);
  }

  /** Returns the period in microseconds. */
  long micros() {
    return microsPerUse() * most;
  }
}
