package io.sealcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.media.SegmentStarts.Run;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SegmentStartsTest {
  @Test
  void aRunEndsWithTheFirstSegmentThatMakesItLongEnough() {
    SegmentStarts starts = new SegmentStarts(List.of(0.0, 2.0, 4.0, 6.0, 8.0), 9);

    assertThat(starts.runs(4)).containsExactly(new Run(0, 2), new Run(2, 2), new Run(4, 1));
    assertThat(starts.runs(3)).isEqualTo(starts.runs(4));
    assertThat(starts.runs(60)).containsExactly(new Run(0, 5));
    assertThat(starts.of(new Run(2, 2))).isEqualTo(new SegmentStarts(List.of(4.0, 6.0), 8));
    assertThat(starts.of(new Run(4, 1))).isEqualTo(new SegmentStarts(List.of(8.0), 9));
    assertThat(new SegmentStarts(List.of(), 0).runs(60)).isEmpty();
  }

  @Test
  void aLongSegmentIsDividedIntoPiecesOfAboutTwoSeconds() {
    SegmentStarts starts = new SegmentStarts(List.of(0.0, 5.0, 11.0, 12.0), 22);

    assertThat(starts.divided())
        .isEqualTo(
            new SegmentStarts(List.of(0.0, 5.0, 7.0, 9.0, 11.0, 12.0, 14.0, 16.0, 18.0, 20.0), 22));
    assertThat(starts.of(new Run(0, 1)).divided()).isEqualTo(starts.of(new Run(0, 1)));
  }

  @Property
  void noPieceOfADividedSegmentIsLong(
      @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = 0.01, max = 31) Double> durations) {
    SegmentStarts starts = lasting(durations);
    SegmentStarts divided = starts.divided();

    assertThat(divided.starts()).containsAll(starts.starts()).isSorted();
    assertThat(divided.end()).isEqualTo(starts.end());
    for (int i = 0; i < divided.count(); i++) {
      SegmentStarts piece = divided.of(new Run(i, 1));
      assertThat(piece.end() - piece.start()).isBetween(0.001, 5.2);
    }
  }

  @Test
  void anotherRenditionMayHaveMoreSegmentsButNotFewer() {
    SegmentStarts starts = new SegmentStarts(List.of(0.0, 4.0, 8.0), 10);

    assertThat(starts.differenceTo(index(0, 4.0002, 7.9998))).isEmpty();
    assertThat(starts.differenceTo(index(0, 2, 4, 6, 8, 9))).isEmpty();
    assertThat(starts.differenceTo(index(0, 4, 9))).contains("no segment at 8.0000 s");
    assertThat(starts.differenceTo(index(0, 4))).contains("no segment at 8.0000 s");
    assertThat(starts.differenceTo(index(0.001, 4, 8))).contains("no segment at 0.0000 s");
  }

  private static FragmentIndex index(double... starts) {
    List<FragmentIndex.Fragment> fragments = new ArrayList<>();
    for (double start : starts) {
      fragments.add(new FragmentIndex.Fragment(start, 1, 25, 0, 100));
    }
    return new FragmentIndex(10, fragments, "avc1.64001f");
  }

  private static SegmentStarts lasting(List<Double> durations) {
    List<Double> times = new ArrayList<>();
    double end = 0;
    for (double duration : durations) {
      times.add(end);
      end += duration;
    }
    return new SegmentStarts(times, end);
  }

  @Property
  void runsAreAllSegmentsInOrder(
      @ForAll @Size(min = 1, max = 200) List<@DoubleRange(min = 0.01, max = 30) Double> durations) {
    SegmentStarts starts = lasting(durations);

    List<Double> joined = new ArrayList<>();
    List<Run> runs = starts.runs(20);
    for (int i = 0; i < runs.size(); i++) {
      SegmentStarts part = starts.of(runs.get(i));
      joined.addAll(part.starts());
      if (i < runs.size() - 1) {
        assertThat(part.end() - part.start()).isBetween(20 - 0.001, 20 + 30 + 0.001);
      }
    }
    assertThat(joined).isEqualTo(starts.starts());
  }
}
