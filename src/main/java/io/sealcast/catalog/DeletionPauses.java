package io.sealcast.catalog;

import java.time.Duration;

/** The times between the attempts at a recorded deletion. */
final class DeletionPauses {
  /** Time in which the instance that took the request carries it out; then any instance may. */
  static final Duration HEAD_START = Duration.ofSeconds(5);

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MAX_SHIFT = 6;

  private DeletionPauses() {}

  /**
   * Returns the pause after an attempt that failed, 5 seconds to 5 minutes.
   *
   * @param before number of attempts before it
   */
  static Duration after(int before) {
    Duration pause = HEAD_START.multipliedBy(1L << Math.min(before, MAX_SHIFT));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
