package io.sealcast.playback;

import java.time.Duration;
import java.time.Instant;

/** A manual clock. */
final class ManualClock implements PlaybackClock {
  private Instant now = Instant.parse("2026-11-28T12:00:00Z");
  private long nanos = 1;

  void advance(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long nanos() {
    return nanos;
  }
}
