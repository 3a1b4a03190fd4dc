package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClockJoinTest {
  private static final double FRAME = 0.04;

  @Test
  void joinsAClockThatJumpsByAnHourInBothStreamsAtOnePlace() {
    TimestampJoin clock = new TimestampJoin("mpegts");
    assertThat(clock.offset(0, 10, FRAME)).isZero();
    assertThat(clock.offset(1, 10, FRAME)).isZero();

    // the next packet continues the joined time, and the other stream is shifted by the same amount
    assertThat(clock.offset(0, 3610.04, FRAME)).isCloseTo(-3600, within(1e-9));
    assertThat(clock.offset(1, 3610.10, FRAME)).isCloseTo(-3600, within(1e-9));
    assertThat(clock.joined()).isTrue();
  }

  @Test
  void joinsAClockThatJumpsBack() {
    TimestampJoin clock = new TimestampJoin("mpegts");
    clock.offset(0, 10, FRAME);

    assertThat(clock.offset(0, 1, FRAME)).isCloseTo(9.04, within(1e-9));
  }

  @Test
  void leavesAPauseInAFileWhoseClockDoesNotJump() {
    TimestampJoin clock = new TimestampJoin("matroska,webm");
    clock.offset(0, 0, FRAME);

    assertThat(clock.offset(0, 600, FRAME)).isZero();
    assertThat(clock.joined()).isFalse();
  }

  @Test
  void leavesAShortPauseInATransportStream() {
    TimestampJoin clock = new TimestampJoin("mpegts");
    clock.offset(0, 0, FRAME);

    assertThat(clock.offset(0, 5, FRAME)).isZero();
  }
}
