package io.sealcast.playback;

import java.time.Duration;

/**
 * How a flow paces itself.
 *
 * @param window chunks under way per session
 * @param firstDeadline after which a chunk is asked for anew
 * @param total after which it is given up
 */
record FetchPolicy(int window, Duration firstDeadline, Duration total) {
  private static final long MAX_DEADLINE_FACTOR = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(2);

  /** How long the n-th request for a chunk may take, n from 1. */
  Duration deadline(int attempt) {
    return firstDeadline.multipliedBy(
        Math.min(MAX_DEADLINE_FACTOR, 1L << Math.min(10, attempt - 1)));
  }

  /** How long to wait after the n-th failure in a row, n from 1. */
  Duration pause(int failure) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(10, failure - 1));
    return pause.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : pause;
  }
}
