package io.sealcast.media.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.playback.Observed.Beep;
import io.sealcast.media.playback.Observed.Clock;
import io.sealcast.media.playback.Observed.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncErrorsTest {
  /** Player's time in seconds at which the device's time was 0. */
  private static final double DEVICE_STARTS = -0.7;

  @Test
  void comparesPlacesOnThePlayersClock() {
    SyncErrors errors = SyncErrors.of(observed(frames(0, 5, 0.5), beep(2, 2.58), beep(4, 4.46)));

    assertThat(errors.pairs()).hasSize(2);
    assertThat(errors.worst().orElseThrow()).isCloseTo(80, within(0.1));
    assertThat(errors.last().orElseThrow()).isCloseTo(-40, within(0.1));
  }

  @Test
  void toleratesFramesThatWereNotShown() {
    List<Frame> frames = frames(0, 5, 0);
    frames.removeIf(f -> Math.abs(f.sourceTime() - 3) < 0.3);

    assertThat(SyncErrors.of(observed(frames, beep(3, 3))).worst().orElseThrow())
        .isCloseTo(0, within(0.1));
  }

  @Test
  void knowsAPitchThatComesAgain() {
    SyncErrors errors = SyncErrors.of(observed(frames(0, 40, 0), beep(3, 3), beep(3, 33.02)));

    assertThat(errors.pairs().get(0).second()).isEqualTo(3);
    assertThat(errors.pairs().get(1).second()).isEqualTo(33);
    assertThat(errors.last().orElseThrow()).isCloseTo(20, within(0.1));
  }

  @Test
  void takesNoPictureThatWaitsForOneThatBegins() {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      frames.add(new Frame(i / 30.0, 1, false));
    }
    frames.addAll(frames(1, 4, 0));

    assertThat(SyncErrors.of(observed(frames, beep(1, 1))).worst().orElseThrow())
        .isCloseTo(0, within(0.1));
  }

  @Test
  void leavesAToneWithoutAPictureAlone() {
    assertThat(SyncErrors.of(observed(frames(0, 2, 0), beep(8, 8))).pairs()).isEmpty();
    assertThat(SyncErrors.of(observed(frames(0, 2, 0), new Beep(1, 437))).pairs()).isEmpty();
  }

  /** Frames at 30 per second, each shown {@code shift} later than its source time. */
  private static List<Frame> frames(int from, int to, double shift) {
    List<Frame> frames = new ArrayList<>();
    for (int i = from * 30; i < to * 30; i++) {
      frames.add(new Frame(i / 30.0 + shift, i / 30.0, false));
    }
    return frames;
  }

  /** The tone of a second, heard at a time of the player. */
  private static Beep beep(int second, double heard) {
    return new Beep(heard - DEVICE_STARTS, SyncClip.LOWEST_HZ + SyncClip.STEP_HZ * second + 3);
  }

  private static Observed observed(List<Frame> frames, Beep... beeps) {
    List<Clock> clock = new ArrayList<>();
    for (double device = 0; device < 45; device += 0.02) {
      clock.add(new Clock(device, device + DEVICE_STARTS));
    }
    return new Observed(frames, List.of(beeps), clock);
  }
}
