package io.sealcast.playback;

import jakarta.enterprise.context.Dependent;
import java.time.Instant;

/** The clocks of this machine. */
@Dependent
class SystemClock implements PlaybackClock {
  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
