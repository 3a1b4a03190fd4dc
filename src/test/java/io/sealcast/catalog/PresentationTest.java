package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.SegmentIndex.Segment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PresentationTest {
  private static Presentation.Track track(int average, Segment... segments) {
    return new Presentation.Track(
        "720p.mp4",
        "video/mp4",
        Optional.empty(),
        OptionalInt.of(average),
        List.of("avc1.64001f"),
        new SegmentIndex(900, List.of(segments)));
  }

  @Test
  void onePictureAtTheEndIsNoPeak() {
    Presentation.Track track =
        track(
            340_000,
            new Segment(0, 2, 900, 70_000),
            new Segment(2, 2, 70_900, 77_000),
            new Segment(4, 0.04, 147_900, 52_000));

    assertThat(track.peakBitrate()).isEqualTo((long) Math.ceil((77_000 + 52_000) * 8 / 2.04));
  }

  @Test
  void aLongSegmentIsAPeak() {
    Presentation.Track track =
        track(400_000, new Segment(0, 2, 900, 70_000), new Segment(2, 2, 70_900, 150_000));

    assertThat(track.peakBitrate()).isEqualTo(600_000);
  }

  @Test
  void aShortSegmentBeforeALongOneIsMeasuredWithIt() {
    Presentation.Track track =
        track(300_000, new Segment(0, 0.4, 900, 50_000), new Segment(0.4, 2, 50_900, 70_000));

    assertThat(track.peakBitrate()).isEqualTo(400_000);
  }

  @Test
  void aTrackOfAnInstantHasItsAverage() {
    assertThat(track(800_000, new Segment(0, 0.04, 900, 4_000)).peakBitrate()).isEqualTo(800_000);
  }
}
