package io.sealcast.playback;

import jakarta.enterprise.context.Dependent;
import java.time.Instant;

/** The system clocks. */
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
