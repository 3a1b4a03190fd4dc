package io.sealcast.gateway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.SegmentIndex.Segment;
import io.sealcast.gateway.manifest.DashDocument.Range;
import io.sealcast.gateway.manifest.DashDocument.Representation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class DashManifestProperties {
  /** Generates indexes like those of FragmentIndexer: times in the time units of an MP4 track. */
  @Provide
  Arbitrary<SegmentIndex> indexes() {
    Arbitrary<Integer> timescales =
        Arbitraries.of(600, 1000, 11_988, 12_800, 15_360, 16_000, 24_000, 30_000, 90_000, 999_983);
    Arbitrary<List<Integer>> lengths =
        Arbitraries.integers().between(1, 300_000).list().ofMinSize(1).ofMaxSize(500);
    Arbitrary<Integer> starts = Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(1, 57));
    return Combinators.combine(timescales, lengths, starts).as(DashManifestProperties::index);
  }

  private static SegmentIndex index(double timescale, List<Integer> lengths, int start) {
    List<Segment> segments = new ArrayList<>();
    long time = start;
    long offset = 1234;
    for (int length : lengths) {
      double from = time / timescale;
      time += length;
      segments.add(new Segment(from, time / timescale - from, offset, 100L + length));
      offset += 100L + length;
    }
    return new SegmentIndex(1234, segments);
  }

  private static DashDocument manifest(SegmentIndex index) {
    Presentation.Track track =
        new Presentation.Track(
            "720p.mp4",
            "video/mp4",
            Optional.empty(),
            OptionalInt.empty(),
            List.of("avc1.64001f", "mp4a.40.2"),
            index);
    return DashDocument.parse(
        DashManifest.of(
            "rid-1", new Presentation(List.of(track), List.of(), 4, true), Instant.EPOCH));
  }

  @Property(tries = 200)
  void theTimelineAddsUpToTheDurationAndNoSegmentIsAMicrosecondOff(
      @ForAll("indexes") SegmentIndex index) {
    DashDocument manifest = manifest(index);
    Representation found = manifest.representations().get(0);
    assertThat(found.durations()).hasSameSizeAs(index.segments());
    long time = found.start();
    for (int i = 0; i < index.segments().size(); i++) {
      double exact = index.segments().get(i).start() * found.timescale();
      assertThat(Math.abs(time - exact)).isLessThanOrEqualTo(0.51);
      assertThat(found.durations().get(i)).isPositive();
      time += found.durations().get(i);
    }
    assertThat(time).isEqualTo(manifest.duration().toNanos() / 1000);
    assertThat(Math.abs(time - index.duration() * found.timescale())).isLessThanOrEqualTo(0.51);
  }

  @Property(tries = 50)
  void theRangesCoverTheObjectWithoutGapsAndOverlaps(@ForAll("indexes") SegmentIndex index) {
    List<Range> ranges = manifest(index).representations().get(0).ranges();
    assertThat(ranges).hasSize(index.segments().size() + 1);
    long next = 0;
    for (Range range : ranges) {
      assertThat(range.from()).isEqualTo(next);
      assertThat(range.to()).isGreaterThanOrEqualTo(range.from());
      next = range.to() + 1;
    }
    Segment last = index.segments().get(index.segments().size() - 1);
    assertThat(next).isEqualTo(last.offset() + last.size());
  }
}
