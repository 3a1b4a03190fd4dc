package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StreamScanTest {
  private static final double FRAME = 0.04;

  @Test
  void seesAnOpenGroupByAPictureThatIsShownBeforeTheKeyframeInFrontOfIt() {
    StreamScan open = new StreamScan(0);
    open.add(0, -0.08, FRAME, 100, "K__");
    open.add(0.12, -0.04, FRAME, 100, "K__");
    open.add(0.04, 0, FRAME, 100, "___");
    open.add(0.08, 0.04, FRAME, 100, "___");

    assertThat(open.summary().openGroups()).isTrue();
  }

  @Test
  void takesReorderedPicturesOfAClosedGroupForWhatTheyAre() {
    StreamScan closed = new StreamScan(0);
    closed.add(0, -0.08, FRAME, 100, "K__");
    closed.add(0.12, -0.04, FRAME, 100, "___");
    closed.add(0.04, 0, FRAME, 100, "___");
    closed.add(0.08, 0.04, FRAME, 100, "___");
    PacketSummary summary = closed.summary();

    assertThat(summary.openGroups()).isFalse();
    assertThat(summary.unsteady()).isFalse();
    assertThat(summary.longestInterval()).isCloseTo(FRAME, within(1e-9));
    assertThat(summary.end()).isCloseTo(0.16, within(1e-9));
  }

  @Test
  void beginsBehindWhatAnEditListHides() {
    StreamScan trimmed = new StreamScan(0);
    trimmed.add(-0.04, -0.04, FRAME, 100, "KD_");
    trimmed.add(0, 0, FRAME, 100, "___");
    PacketSummary summary = trimmed.summary();

    assertThat(summary.hidden()).isEqualTo(1);
    assertThat(summary.start()).isZero();
  }

  @Test
  void measuresAHoleInTheSound() {
    StreamScan sound = new StreamScan(0.02);
    sound.add(0, 0, 0.02, 100, "K__");
    sound.add(0.02, 0.02, 0.02, 100, "K__");
    sound.add(7.04, 7.04, 0.02, 100, "K__");

    assertThat(sound.summary().drift()).isCloseTo(7, within(1e-9));
  }

  @Test
  void tellsACutFromDamageOnTheWay() {
    StreamScan cut = new StreamScan(0);
    StreamScan damaged = new StreamScan(0);
    for (int i = 0; i < 100; i++) {
      cut.add(i * FRAME, i * FRAME, FRAME, 100, i == 99 ? "__C" : "K__");
      damaged.add(i * FRAME, i * FRAME, FRAME, 100, i == 50 ? "__C" : "K__");
    }

    assertThat(cut.summary().endsCorrupt()).isTrue();
    assertThat(cut.summary().isCorruptInside()).isFalse();
    assertThat(damaged.summary().endsCorrupt()).isFalse();
    assertThat(damaged.summary().isCorruptInside()).isTrue();
  }

  @Test
  void saysWhenTimesAreMissingOrTwiceThere() {
    StreamScan untimed = new StreamScan(0);
    untimed.add(Double.NaN, Double.NaN, FRAME, 100, "K__");
    StreamScan twice = new StreamScan(0);
    twice.add(0, 0, FRAME, 100, "K__");
    twice.add(0, 0, FRAME, 100, "___");

    assertThat(untimed.summary().isTimed()).isFalse();
    assertThat(untimed.summary().unsteady()).isTrue();
    assertThat(twice.summary().unsteady()).isTrue();
  }
}
