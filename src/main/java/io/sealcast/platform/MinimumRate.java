package io.sealcast.platform;

import java.time.Duration;

/**
 * The rate at which the body of a request has to arrive.
 *
 * @param bytesPerSecond the rate; 0 for none
 * @param period the waiting time over which it is measured
 */
record MinimumRate(int bytesPerSecond, Duration period) {
  /** Returns the number of bytes that have to arrive in a period. */
  double bytesPerPeriod() {
    return bytesPerSecond * (double) period.toNanos() / Duration.ofSeconds(1).toNanos();
  }
}
