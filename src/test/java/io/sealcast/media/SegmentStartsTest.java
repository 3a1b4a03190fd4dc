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

  @Property
  void runsAreAllSegmentsInOrder(
      @ForAll @Size(min = 1, max = 200) List<@DoubleRange(min = 0.01, max = 30) Double> durations) {
    List<Double> times = new ArrayList<>();
    double end = 0;
    for (double duration : durations) {
      times.add(end);
      end += duration;
    }
    SegmentStarts starts = new SegmentStarts(times, end);

    List<Double> joined = new ArrayList<>();
    List<Run> runs = starts.runs(20);
    for (int i = 0; i < runs.size(); i++) {
      SegmentStarts part = starts.of(runs.get(i));
      joined.addAll(part.starts());
      if (i < runs.size() - 1) {
        assertThat(part.end() - part.start()).isBetween(20 - 0.001, 20 + 30 + 0.001);
      }
    }
    assertThat(joined).isEqualTo(times);
  }
}
