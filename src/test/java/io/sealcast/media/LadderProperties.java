package io.sealcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LadderProperties {
  private static final Ladder LADDER = new Ladder(List.of(240, 720, 1440, 480, 360, 480, 1080));

  @Property
  void allSizesAreSmallerAndHaveTheShapeOfTheVideo(
      @ForAll @IntRange(min = 1, max = 2000) int halfWidth,
      @ForAll @IntRange(min = 1, max = 2000) int halfHeight) {
    int width = 2 * halfWidth;
    int height = 2 * halfHeight;
    int shorter = Math.min(width, height);
    for (Ladder.Size size : LADDER.below(width, height)) {
      assertThat(Math.min(size.width(), size.height())).isLessThanOrEqualTo(shorter * 4 / 5);
      assertThat(size.width() % 2 + size.height() % 2).isZero();
      assertThat((double) size.width() * height / width)
          .isCloseTo(size.height(), within(2.0 + 2.0 * height / width));
      shorter = Math.min(size.width(), size.height());
    }
  }

  @Example
  void aVideoGetsTheUsualSizes() {
    assertThat(LADDER.below(1920, 1080))
        .containsExactly(
            new Ladder.Size(1280, 720),
            new Ladder.Size(854, 480),
            new Ladder.Size(640, 360),
            new Ladder.Size(426, 240));
    assertThat(LADDER.below(3840, 2160))
        .as("large")
        .extracting(Ladder.Size::height)
        .containsExactly(1440, 1080, 720, 480, 360, 240);
    assertThat(LADDER.below(2560, 1440)).as("of 1440p").hasSize(5);
    assertThat(LADDER.below(720, 1280))
        .as("upright")
        .containsExactly(
            new Ladder.Size(480, 854), new Ladder.Size(360, 640), new Ladder.Size(240, 426));
    assertThat(LADDER.below(854, 480))
        .as("nearly 16:9")
        .containsExactly(new Ladder.Size(640, 360), new Ladder.Size(426, 240));
    assertThat(LADDER.below(480, 360)).as("small").containsExactly(new Ladder.Size(320, 240));
    assertThat(LADDER.below(320, 240)).isEmpty();
    assertThat(new Ladder(List.of()).below(1920, 1080)).isEmpty();
  }

  @Example
  void aSourceThatIsLargerThanTheDefaultRenditionGetsSizesBetween() {
    Ladder ladder = new Ladder(List.of(2160, 1440, 1080, 720));
    Ladder.Size hd = new Ladder.Size(1920, 1080);
    assertThat(ladder.above(hd, 3840, 2160))
        .containsExactly(new Ladder.Size(3840, 2160), new Ladder.Size(2560, 1440));
    assertThat(ladder.above(hd, 2560, 1440)).containsExactly(new Ladder.Size(2560, 1440));
    assertThat(ladder.above(hd, 7680, 4320))
        .as("of 8K")
        .containsExactly(new Ladder.Size(3840, 2160), new Ladder.Size(2560, 1440));
    assertThat(ladder.above(new Ladder.Size(1080, 1920), 2160, 3840))
        .as("upright")
        .containsExactly(new Ladder.Size(2160, 3840), new Ladder.Size(1440, 2560));
    assertThat(ladder.above(new Ladder.Size(1728, 1080), 2560, 1600))
        .as("1440 is hardly smaller")
        .containsExactly(new Ladder.Size(2560, 1600));
    assertThat(ladder.above(new Ladder.Size(1920, 810), 5120, 2160))
        .as("longer than 4096")
        .first()
        .isEqualTo(new Ladder.Size(4096, 1728));
    assertThat(ladder.above(hd, 2304, 1296)).as("hardly larger").isEmpty();
    assertThat(ladder.above(hd, 1920, 1080)).isEmpty();
    assertThat(LADDER.above(hd, 3840, 2160))
        .as("without 2160 in the ladder")
        .containsExactly(new Ladder.Size(2560, 1440));
    assertThat(new Ladder(List.of(1080, 720)).above(hd, 3840, 2160)).isEmpty();
    assertThat(new Ladder(List.of()).above(hd, 3840, 2160)).isEmpty();
  }

  @Property
  void allLargerSizesHaveTheShapeOfTheSourceAndNoneIsLargerThanIt(
      @ForAll @IntRange(min = 100, max = 4000) int halfWidth,
      @ForAll @IntRange(min = 100, max = 4000) int halfHeight) {
    int width = 2 * halfWidth;
    int height = 2 * halfHeight;
    Ladder ladder = new Ladder(List.of(2160, 1440, 1080));
    int larger = Math.min(width, height);
    for (Ladder.Size size : ladder.above(new Ladder.Size(640, 360), width, height)) {
      assertThat(Math.min(size.width(), size.height())).isBetween(449, Math.min(larger, 2160));
      assertThat(Math.max(size.width(), size.height())).isLessThanOrEqualTo(4096);
      assertThat(size.width() % 2 + size.height() % 2).isZero();
      assertThat((double) size.width() * height / width)
          .isCloseTo(size.height(), within(2.0 + 2.0 * height / width));
      larger = Math.min(size.width(), size.height()) * 4 / 5 + 2;
    }
  }

  @Example
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> new Ladder(List.of(720, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Ladder(List.of(10_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
