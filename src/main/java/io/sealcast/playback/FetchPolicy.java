package io.sealcast.playback;

import java.time.Duration;

/**
 * The limits and deadlines of chunk fetches.
 *
 * @param window maximum number of chunks in flight per session
 * @param firstDeadline time after which the first request for a chunk is repeated
 * @param total time after which the fetch of a chunk fails
 */
record FetchPolicy(int window, Duration firstDeadline, Duration total) {
  private static final long MAX_DEADLINE_FACTOR = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(2);

  /**
   * Returns the deadline of the n-th request for a chunk, n from 1. It doubles with each request,
   * up to four times the first.
   */
  Duration deadline(int attempt) {
    return firstDeadline.multipliedBy(
        Math.min(MAX_DEADLINE_FACTOR, 1L << Math.min(10, attempt - 1)));
  }

  /**
   * Returns the pause after the n-th failure in a row, n from 1. It doubles with each failure, from
   * 100 milliseconds to 2 seconds.
   */
  Duration pause(int failure) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(10, failure - 1));
    return pause.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : pause;
  }
}
