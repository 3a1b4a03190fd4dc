package io.sealcast.playback;

import java.time.InstantSource;

/**
 * The only source of time in this package: the wall clock, for times that are stored or sent, and a
 * monotonic clock for durations.
 */
interface PlaybackClock extends InstantSource {
  /** Returns a monotonic time in nanoseconds, as {@link System#nanoTime()} does. */
  long nanos();
}
