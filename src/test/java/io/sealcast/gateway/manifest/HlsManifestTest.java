package io.sealcast.gateway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.gateway.FakeSessions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HlsManifestTest {
  private final Presentation.Track track =
      new FakeSessions(1_108_000).session.defaultRendition().track().orElseThrow();

  @Test
  void listsTheRenditionWithItsCodecs() {
    assertThat(HlsManifest.multivariant("rid-1", new Presentation(List.of(track))))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-STREAM-INF:BANDWIDTH=2397603,AVERAGE-BANDWIDTH=2000000,\
            CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720
            rid-1/720p.mp4.m3u8
            """);
  }

  /** In a row of the database, everything but the segments may be unknown. */
  @Test
  void listsSeveralTracksAndSaysNothingThatIsNotKnown() {
    Presentation.Track sparse =
        new Presentation.Track(
            "a track.mp4",
            "video/mp4",
            Optional.empty(),
            OptionalInt.empty(),
            List.of(),
            new SegmentIndex(10, List.of(new SegmentIndex.Segment(0, 2, 10, 100))));
    assertThat(HlsManifest.multivariant("rid-1", new Presentation(List.of(track, sparse))))
        .endsWith(
            """
            RESOLUTION=1280x720
            rid-1/720p.mp4.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=400
            rid-1/a%20track.mp4.m3u8
            """);
  }

  @Test
  void listsTheSegmentsAsByteRanges() {
    assertThat(HlsManifest.media("rid-1", track))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-TARGETDURATION:2
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-MAP:URI="../../media/rid-1/720p.mp4",BYTERANGE="1000@0"
            #EXTINF:2.000000,
            #EXT-X-BYTERANGE:500000@1000
            ../../media/rid-1/720p.mp4
            #EXTINF:2.002000,
            #EXT-X-BYTERANGE:600000@501000
            ../../media/rid-1/720p.mp4
            #EXTINF:0.498000,
            #EXT-X-BYTERANGE:7000@1101000
            ../../media/rid-1/720p.mp4
            #EXT-X-ENDLIST
            """);
  }
}
