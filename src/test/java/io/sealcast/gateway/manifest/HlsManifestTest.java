package io.sealcast.gateway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.CaptionTrack;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.SoundTrack;
import io.sealcast.catalog.SoundTracks;
import io.sealcast.gateway.FakeSessions;
import io.sealcast.text.LanguageTag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HlsManifestTest {
  private final Presentation.Track track =
      new FakeSessions(1_108_000).session.defaultRendition().track().orElseThrow();

  @Test
  void listsTheRenditionWithItsCodecs() {
    assertThat(
            HlsManifest.multivariant("rid-1", new Presentation(List.of(track), List.of(), 4, true)))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-STREAM-INF:BANDWIDTH=2397603,AVERAGE-BANDWIDTH=2000000,\
            CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,VIDEO-RANGE=SDR
            rid-1/720p.mp4.m3u8
            """);
  }

  @Test
  void saysHowManyPicturesThereAreInASecond() {
    Presentation.Track ntsc = track.withFrameRate(OptionalDouble.of(30000 / 1001.0));
    assertThat(
            HlsManifest.multivariant("rid-1", new Presentation(List.of(ntsc), List.of(), 4, true)))
        .contains(",RESOLUTION=1280x720,FRAME-RATE=29.970,VIDEO-RANGE=SDR\n");
  }

  @Test
  void namesTheLanguageOfTheSound() {
    Presentation unknown = apart(true);
    Presentation german =
        new Presentation(
            unknown.tracks(),
            List.of(
                new SoundTrack(
                    unknown
                        .sounds()
                        .get(0)
                        .track()
                        .withLanguage(Optional.of(new LanguageTag("de"))),
                    "Deutsch",
                    2)),
            List.of(),
            4,
            true);
    assertThat(HlsManifest.multivariant("rid-1", german))
        .contains("GROUP-ID=\"sound\",NAME=\"Deutsch\",LANGUAGE=\"de\",CHANNELS=\"2\",DEFAULT=YES");
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
    assertThat(
            HlsManifest.multivariant(
                "rid-1", new Presentation(List.of(track, sparse), List.of(), 4, true)))
        .endsWith(
            """
            RESOLUTION=1280x720,VIDEO-RANGE=SDR
            rid-1/720p.mp4.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=400
            rid-1/a%20track.mp4.m3u8
            """);
  }

  @Test
  void listsCaptionsAsSubtitlesOfEachVariant() {
    List<CaptionTrack> captions =
        List.of(
            new CaptionTrack(new LanguageTag("de"), "Deutsch", "captions.de.vtt", 300),
            new CaptionTrack(new LanguageTag("en-x-2"), "\"Signs\"\n", "captions.en-x-2.vtt", 9));
    assertThat(
            HlsManifest.multivariant(
                "rid-1", new Presentation(List.of(track), captions, 4.5, true)))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="Deutsch",LANGUAGE="de",\
            DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="rid-1/captions.de.vtt.m3u8"
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="'Signs''",LANGUAGE="en-x-2",\
            DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="rid-1/captions.en-x-2.vtt.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=2397603,AVERAGE-BANDWIDTH=2000000,\
            CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,VIDEO-RANGE=SDR,SUBTITLES="captions"
            rid-1/720p.mp4.m3u8
            """);
    assertThat(HlsManifest.captions("rid-1", "captions.de.vtt", 4.5))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-TARGETDURATION:5
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXTINF:4.500000,
            ../../media/rid-1/captions.de.vtt
            #EXT-X-ENDLIST
            """);
  }

  @Test
  void listsTheSegmentsAsByteRanges() {
    assertThat(HlsManifest.media("rid-1", track, 0, true))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-TARGETDURATION:6
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

  private static Presentation.Track track(SegmentIndex.Segment... segments) {
    return new Presentation.Track(
        "720p.mp4",
        "video/mp4",
        Optional.empty(),
        OptionalInt.empty(),
        List.of(),
        new SegmentIndex(1000, List.of(segments)));
  }

  @Test
  void thePlaylistOfAVideoThatIsBeingPreparedHasNoEndAndStartsAtItsBeginning() {
    SegmentIndex.Segment first = new SegmentIndex.Segment(0, 2, 1000, 500);
    String before = HlsManifest.media("rid-1", track(first), 0, false);
    assertThat(before)
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-TARGETDURATION:6
            #EXT-X-PLAYLIST-TYPE:EVENT
            #EXT-X-START:TIME-OFFSET=0,PRECISE=YES
            #EXT-X-MAP:URI="../../media/rid-1/720p.mp4",BYTERANGE="1000@0"
            #EXTINF:2.000000,
            #EXT-X-BYTERANGE:500@1000
            ../../media/rid-1/720p.mp4
            """);
    SegmentIndex.Segment longest = new SegmentIndex.Segment(2, 6.4, 1500, 900);
    assertThat(HlsManifest.media("rid-1", track(first, longest), 0, false))
        .isEqualTo(
            before
                + """
                #EXTINF:6.400000,
                #EXT-X-BYTERANGE:900@1500
                ../../media/rid-1/720p.mp4
                """);
  }

  @Test
  void theTargetDurationIsNeverShorterThanASegment() {
    assertThat(
            HlsManifest.media(
                "rid-1", track(new SegmentIndex.Segment(0, 8.5, 1000, 500)), 0, false))
        .contains("#EXT-X-TARGETDURATION:9\n");
  }

  /** RFC 8216, section 6.2.4: the default rendition may have longer segments than the others. */
  @Test
  void allPlaylistsHaveOneTargetDuration() {
    assertThat(HlsManifest.media("rid-1", track, 9.6, true)).contains("TARGETDURATION:10\n");
    assertThat(apart(true).longestSegment()).isEqualTo(2.016);
    assertThat(
            new Presentation(
                    List.of(track, track(new SegmentIndex.Segment(0, 9.6, 0, 1))),
                    List.of(),
                    9,
                    true)
                .longestSegment())
        .isEqualTo(9.6);
  }

  /** A file of picture and sound that can be read apart, and pictures alone. */
  static Presentation apart(boolean complete) {
    return Presentation.of(
        TracksApart.MAIN,
        List.of(TracksApart.SMALL, TracksApart.MUXED, TracksApart.MEDIUM),
        SoundTracks.NO_FURTHER,
        List.of(),
        4,
        complete);
  }

  @Test
  void soundApartIsPlayedWithEachVariant() {
    assertThat(HlsManifest.multivariant("rid-1", apart(true)))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",CHANNELS="2",DEFAULT=YES,AUTOSELECT=YES,\
            URI="rid-1/720p.mp4.sound.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=2160000,AVERAGE-BANDWIDTH=1959900,\
            CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,VIDEO-RANGE=SDR,AUDIO="sound"
            rid-1/720p.mp4.picture.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=960000,AVERAGE-BANDWIDTH=959900,\
            CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=854x480,VIDEO-RANGE=SDR,AUDIO="sound"
            rid-1/480p.mp4.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=560000,AVERAGE-BANDWIDTH=559900,\
            CODECS="avc1.64000d,mp4a.40.2",RESOLUTION=640x360,VIDEO-RANGE=SDR,AUDIO="sound"
            rid-1/360p.mp4.m3u8
            """);
  }

  @Test
  void furtherSoundIsInTheGroupOfTheFirst() {
    assertThat(HlsManifest.multivariant("rid-1", TracksApart.withFurtherSound()))
        .contains(
            """
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",CHANNELS="2",DEFAULT=YES,\
            AUTOSELECT=YES,URI="rid-1/720p.mp4.sound.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="English",LANGUAGE="en",CHANNELS="2",\
            DEFAULT=NO,AUTOSELECT=YES,URI="rid-1/sound2.mp4.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="English (5.1)",LANGUAGE="en",\
            CHANNELS="6",DEFAULT=NO,AUTOSELECT=NO,URI="rid-1/sound2-surround.mp4.m3u8"
            """,
            // with the sound track of the highest bit rate
            "#EXT-X-STREAM-INF:BANDWIDTH=2400000,");
  }

  @Test
  void aVideoThatIsBeingPreparedHasNoFurtherVariants() {
    assertThat(HlsManifest.multivariant("rid-1", apart(false)))
        .contains("720p.mp4.picture.m3u8", "720p.mp4.sound.m3u8")
        .doesNotContain("480p", "360p");
  }

  @Test
  void aFileThatCanNotBeReadApartIsTheOnlyVariant() {
    assertThat(
            HlsManifest.multivariant(
                "rid-1",
                Presentation.of(
                    TracksApart.MUXED,
                    List.of(TracksApart.SMALL),
                    SoundTracks.NO_FURTHER,
                    List.of(),
                    4,
                    true)))
        .contains("old.mp4.m3u8")
        .doesNotContain("AUDIO", "360p");
  }

  @Test
  void aVideoWithoutSoundHasVariantsOfPicturesAlone() {
    assertThat(
            HlsManifest.multivariant(
                "rid-1",
                Presentation.of(
                    TracksApart.MEDIUM,
                    List.of(TracksApart.SMALL),
                    SoundTracks.NO_FURTHER,
                    List.of(),
                    4,
                    true)))
        .contains("480p.mp4.m3u8", "360p.mp4.m3u8", "CODECS=\"avc1.64000d\"")
        .doesNotContain("AUDIO");
  }

  private static String variants(Presentation.Track... further) {
    return HlsManifest.multivariant(
        "rid-1",
        Presentation.of(
            TracksApart.MAIN, List.of(further), SoundTracks.NO_FURTHER, List.of(), 4, true));
  }

  @Test
  void theFirstVariantIsOneThatEveryPlayerDecodes() {
    assertThat(variants(TracksApart.LARGE_AV1, TracksApart.AV1, TracksApart.MEDIUM))
        .containsSubsequence(
            "CODECS=\"avc1.64001f,mp4a.40.2\"",
            "CODECS=\"av01.0.05M.08,mp4a.40.2\",RESOLUTION=1280x720",
            """
            CODECS="av01.0.04M.08,mp4a.40.2",RESOLUTION=854x480,VIDEO-RANGE=SDR,AUDIO="sound"
            rid-1/480p-av1.mp4.m3u8
            """,
            "CODECS=\"avc1.64001e,mp4a.40.2\"");
  }

  /** For players that choose a codec first and a size then. */
  @Test
  void variantsOfAv1AreListedWhenTheLargestIsThere() {
    assertThat(variants(TracksApart.AV1, TracksApart.MEDIUM))
        .isEqualTo(variants(TracksApart.MEDIUM))
        .doesNotContain("av01");
  }

  @Test
  void pictureAndSoundAreRangesOfOneFile() {
    assertThat(HlsManifest.media("rid-1", TracksApart.MAIN.picture().orElseThrow(), 0, true))
        .endsWith(
            """
            #EXT-X-MAP:URI="../../media/rid-1/720p.mp4",BYTERANGE="300@508"
            #EXTINF:2.000000,
            #EXT-X-BYTERANGE:500000@1000
            ../../media/rid-1/720p.mp4
            #EXTINF:2.000000,
            #EXT-X-BYTERANGE:400000@541000
            ../../media/rid-1/720p.mp4
            #EXT-X-ENDLIST
            """);
    assertThat(HlsManifest.media("rid-1", TracksApart.MAIN.sound().orElseThrow(), 0, true))
        .endsWith(
            """
            #EXT-X-MAP:URI="../../media/rid-1/720p.mp4",BYTERANGE="184@816"
            #EXTINF:1.984000,
            #EXT-X-BYTERANGE:39680@501000
            ../../media/rid-1/720p.mp4
            #EXTINF:2.016000,
            #EXT-X-BYTERANGE:40270@941000
            ../../media/rid-1/720p.mp4
            #EXT-X-ENDLIST
            """);
  }
}
