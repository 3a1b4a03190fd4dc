package io.sealcast.playback;

import java.time.InstantSource;

/**
 * The one source of time of this package: the wall clock for what is stored and told to others, and
 * beside it a clock that never jumps for how long something takes.
 */
interface PlaybackClock extends InstantSource {
  /** Nanoseconds since some moment, as {@link System#nanoTime()} counts them. */
  long nanos();
}
