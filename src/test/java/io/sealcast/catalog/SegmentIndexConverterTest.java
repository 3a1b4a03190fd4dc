package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.SegmentIndex.Apart;
import io.sealcast.catalog.SegmentIndex.Segment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The JSON is stored: what was written once must be read for ever. */
class SegmentIndexConverterTest {
  private static final String MUXED =
      "{\"init\":1234,\"segments\":[[0.0,2.0,1234,100],[2.0,1.5,1334,90]]}";

  private static final String APART =
      "{\"init\":1234,\"tracks\":[[500,300],[808,426]],\"segments\":"
          + "[[0.0,2.0,1234,100,70,0.0,1.98],[2.0,1.5,1334,90,90]]}";

  private static final String LATER_PART =
      "{\"init\":0,\"segments\":[[3.5,2.0,0,100,60,3.48,2.0]]}";

  private final SegmentIndexConverter converter = new SegmentIndexConverter();

  private static SegmentIndex track(long offset, long size, Segment... segments) {
    return new SegmentIndex(offset, size, List.of(segments), Optional.empty());
  }

  private void isStoredAs(SegmentIndex index, String json) {
    assertThat(converter.convertToDatabaseColumn(index)).isEqualTo(json);
    assertThat(converter.convertToEntityAttribute(json)).isEqualTo(index);
  }

  @Test
  void theFormOfEarlierVersionsIsThatOfAMuxedFile() {
    isStoredAs(
        new SegmentIndex(
            1234, List.of(new Segment(0, 2, 1234, 100), new Segment(2, 1.5, 1334, 90))),
        MUXED);
  }

  @Test
  void pictureAndSoundAreNumbersBehindThoseThatEarlierVersionsRead() {
    isStoredAs(
        new SegmentIndex(
            0,
            1234,
            List.of(new Segment(0, 2, 1234, 100), new Segment(2, 1.5, 1334, 90)),
            Optional.of(
                new Apart(
                    track(500, 300, new Segment(0, 2, 1234, 70), new Segment(2, 1.5, 1334, 90)),
                    track(808, 426, new Segment(0, 1.98, 1304, 30))))),
        APART);
  }

  @Test
  void aLaterPartHasNoInitializationSegments() {
    isStoredAs(
        new SegmentIndex(
            0,
            0,
            List.of(new Segment(3.5, 2, 0, 100)),
            Optional.of(
                new Apart(
                    track(0, 0, new Segment(3.5, 2, 0, 60)),
                    track(0, 0, new Segment(3.48, 2, 60, 40))))),
        LATER_PART);
  }

  @Test
  void aFileThatCanNotBeReadApartThroughoutIsMuxed() {
    assertThat(
            converter
                .convertToEntityAttribute(
                    "{\"init\":9,\"segments\":[[0,2,9,100,70,0,2],[2,2,109,90]]}")
                .apart())
        .isEmpty();
  }
}
