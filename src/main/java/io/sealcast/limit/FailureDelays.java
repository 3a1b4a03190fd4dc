package io.sealcast.limit;

import java.time.Duration;

/** The growing delays after failures of one user name. */
public final class FailureDelays {
  /** Number of failures without a delay. */
  public static final int FREE = 10;

  static final Duration FIRST = Duration.ofSeconds(1);

  /** The longest delay. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  /** Time without a failure after which all are forgotten. */
  public static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private static final int DOUBLINGS = 9;

  private FailureDelays() {}

  /**
   * Returns the delay after the last of some failures: none, then 1 s, and twice as long with each
   * further one, up to five minutes.
   */
  public static Duration after(int failures) {
    if (failures < FREE) {
      return Duration.ZERO;
    }
    Duration delay = FIRST.multipliedBy(1L << Math.min(failures - FREE, DOUBLINGS));
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }
}
