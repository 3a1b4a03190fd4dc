package io.sealcast.gateway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.CaptionTrack;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.Presentation.Track;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.SegmentIndex.Segment;
import io.sealcast.catalog.SoundTracks;
import io.sealcast.gateway.FakeSessions;
import io.sealcast.gateway.manifest.DashDocument.Representation;
import io.sealcast.text.LanguageTag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DashManifestTest {
  private static final SegmentIndex INDEX =
      new SegmentIndex(10, List.of(new Segment(0, 2, 10, 100), new Segment(2, 1.5, 110, 90)));

  private static final Instant NOW = Instant.parse("2026-11-22T11:00:00.123456Z");

  private final Track track =
      new FakeSessions(1_108_000).session.defaultRendition().track().orElseThrow();

  private static Track track(
      String name, String contentType, SegmentIndex index, String... codecs) {
    return new Track(
        name, contentType, Optional.empty(), OptionalInt.empty(), List.of(codecs), index);
  }

  private static String manifest(Track... tracks) {
    return manifest(new Presentation(List.of(tracks), List.of(), 4, true));
  }

  private static String manifest(Presentation presentation) {
    return DashManifest.of("rid-1", presentation, NOW);
  }

  @Test
  void describesTheRenditionAndItsSegments() {
    assertThat(manifest(track))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" \
            profiles="urn:mpeg:dash:profile:isoff-main:2011" \
            mediaPresentationDuration="PT4.5S" minBufferTime="PT2.002S">
            <Period id="1">
            <AdaptationSet mimeType="video/mp4" segmentAlignment="true" startWithSAP="1">
            <Representation id="720p.mp4" bandwidth="2397603" codecs="avc1.64001f,mp4a.40.2" \
            width="1280" height="720">
            <BaseURL>../media/rid-1/720p.mp4</BaseURL>
            <SegmentList timescale="1000000">
            <Initialization range="0-999"/>
            <SegmentTimeline>
            <S t="0" d="2000000"/>
            <S d="2002000"/>
            <S d="498000"/>
            </SegmentTimeline>
            <SegmentURL mediaRange="1000-500999"/>
            <SegmentURL mediaRange="501000-1100999"/>
            <SegmentURL mediaRange="1101000-1107999"/>
            </SegmentList>
            </Representation>
            </AdaptationSet>
            </Period>
            </MPD>
            """);
  }

  @Test
  void captionsAreSetsOfTheirOwn() {
    CaptionTrack captions =
        new CaptionTrack(new LanguageTag("de"), "<Deutsch>", "captions.de.vtt", 900);
    String text = manifest(new Presentation(List.of(track), List.of(captions), 4.5, true));
    assertThat(text)
        .contains(
            """
            </AdaptationSet>
            <AdaptationSet contentType="text" mimeType="text/vtt" lang="de">
            <Role schemeIdUri="urn:mpeg:dash:role:2011" value="subtitle"/>
            <Label>&lt;Deutsch&gt;</Label>
            <Representation id="captions.de.vtt" bandwidth="1600">
            <BaseURL>../media/rid-1/captions.de.vtt</BaseURL>
            </Representation>
            </AdaptationSet>
            </Period>
            """);
  }

  @Test
  void tracksOfOneKindAreAlternativesOfOneSet() {
    String text =
        manifest(
            track("720p.mp4", "video/mp4", INDEX, "avc1.64001f"),
            track("sound.mp4", "audio/mp4", INDEX, "mp4a.40.2"),
            track("360p.mp4", "video/mp4", INDEX, "avc1.64000d"),
            track("muxed.mp4", "video/mp4", INDEX, "avc1.64000d", "mp4a.40.2"));
    List<Representation> found = DashDocument.parse(text).representations();
    assertThat(found)
        .extracting(Representation::id)
        .containsExactly("720p.mp4", "360p.mp4", "sound.mp4", "muxed.mp4");
    assertThat(found).extracting(Representation::adaptationSet).containsExactly(0, 0, 1, 2);
    assertThat(text).doesNotContain("segmentAlignment=\"false\"");
  }

  @Test
  void namesTheLanguageOfSoundAndTheRateOfPictures() {
    Track picture = track("720p.mp4", "video/mp4", INDEX, "avc1.64001f");
    Track sound = track("720p.mp4", "audio/mp4", INDEX, "mp4a.40.2");
    assertThat(
            manifest(
                picture.withFrameRate(OptionalDouble.of(25)),
                picture.withFrameRate(OptionalDouble.of(30000 / 1001.0)),
                sound.withLanguage(Optional.of(new LanguageTag("de")))))
        .contains(
            "frameRate=\"25\"", "frameRate=\"29970/1000\"", "mimeType=\"audio/mp4\" lang=\"de\"");
  }

  @Test
  void saysThatSegmentsOfDifferentTimesAreNotAligned() {
    SegmentIndex other = new SegmentIndex(10, List.of(new Segment(0, 3, 10, 100)));
    assertThat(manifest(track("1.mp4", "video/mp4", INDEX), track("2.mp4", "video/mp4", other)))
        .contains("segmentAlignment=\"false\"", "mediaPresentationDuration=\"PT3.5S\"");
  }

  /** In a row of the database, everything but the segments may be unknown. */
  @Test
  void saysNothingThatIsNotKnownAndEscapesWhatIs() {
    String name = "a & b<\"c\">é.mp4";
    String text =
        manifest(track(name, "video/mp4", INDEX), track("d", "text/<x>", INDEX, "x\"&<y"));
    assertThat(text)
        .contains("<Representation id=\"a%20%26%20b%3C%22c%22%3E%C3%A9.mp4\" bandwidth=\"480\">");
    List<Representation> found = DashDocument.parse(text).representations();
    assertThat(found.get(0).url().getPath()).isEqualTo("../media/rid-1/" + name);
    assertThat(found.get(1).codecs()).isEqualTo("x\"&<y");
  }

  /** Its sound may start at 0, and must stay together with the picture. */
  @Test
  void aPictureThatStartsLateKeepsItsTime() {
    SegmentIndex late =
        new SegmentIndex(10, List.of(new Segment(0.08, 1.92, 10, 100), new Segment(2, 1, 110, 90)));
    String text = manifest(track("late.mp4", "video/mp4", late));
    assertThat(text).doesNotContain("presentationTimeOffset");
    DashDocument document = DashDocument.parse(text);
    assertThat(document.duration()).isEqualTo(Duration.ofSeconds(3));
    Representation only = document.representations().get(0);
    assertThat(only.start()).isEqualTo(80_000);
    assertThat(only.durations()).containsExactly(1_920_000L, 1_000_000L);
  }

  @Test
  void noTimeIsNegative() {
    SegmentIndex early =
        new SegmentIndex(
            10, List.of(new Segment(-0.001, 2.001, 10, 100), new Segment(2, -1, 110, 90)));
    Representation only =
        DashDocument.parse(manifest(track("early.mp4", "video/mp4", early)))
            .representations()
            .get(0);
    assertThat(only.start()).isZero();
    assertThat(only.durations()).containsExactly(2_000_000L, 0L);
  }

  private static Presentation growing(double planned, Segment... segments) {
    Track track =
        track("v.mp4", "video/mp4", new SegmentIndex(10, List.of(segments)), "avc1.64001f");
    return new Presentation(List.of(track), List.of(), planned, false);
  }

  @Test
  void aVideoThatIsBeingPreparedIsARecordingInProgress() {
    assertThat(manifest(growing(60, new Segment(0, 2, 10, 100))))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="dynamic" \
            profiles="urn:mpeg:dash:profile:isoff-main:2011" \
            availabilityStartTime="1970-01-01T00:00:00Z" \
            publishTime="2026-11-22T11:00:00.123Z" minimumUpdatePeriod="PT2S" \
            mediaPresentationDuration="PT60S" minBufferTime="PT2S">
            <Period id="1" start="PT0S">
            <AdaptationSet mimeType="video/mp4" segmentAlignment="true" startWithSAP="1">
            <Representation id="v.mp4" bandwidth="400" codecs="avc1.64001f">
            <BaseURL>../media/rid-1/v.mp4</BaseURL>
            <SegmentList timescale="1000000">
            <Initialization range="0-9"/>
            <SegmentTimeline>
            <S t="0" d="2000000"/>
            </SegmentTimeline>
            <SegmentURL mediaRange="10-109"/>
            </SegmentList>
            </Representation>
            </AdaptationSet>
            </Period>
            </MPD>
            """);
  }

  @Test
  void aPlannedDurationThatIsUnknownOrTooShortPromisesNothingWrong() {
    Segment[] segments = {new Segment(0, 2, 10, 100), new Segment(2, 2, 110, 90)};
    assertThat(manifest(growing(0, segments)))
        .contains("type=\"dynamic\"")
        .doesNotContain("mediaPresentationDuration", "timeShiftBufferDepth");
    assertThat(manifest(growing(3.5, segments))).contains("mediaPresentationDuration=\"PT4S\"");
  }

  /** A player that merges two versions must find what it knows already where it was. */
  @Test
  void segmentsThatAreAddedChangeNothingOfTheEarlierOnes() {
    Segment first = new Segment(0, 2, 10, 100);
    String before = timeline(growing(60, first));
    assertThat(timeline(growing(60, first, new Segment(2, 1.5, 110, 90))))
        .startsWith(before)
        .endsWith("<S d=\"1500000\"/>\n");
  }

  private static String timeline(Presentation presentation) {
    String text = manifest(presentation);
    return text.substring(text.indexOf("<SegmentTimeline>"), text.indexOf("</SegmentTimeline>"));
  }

  @Test
  void theManifestOfACompleteVideoDoesNotDependOnTheTime() {
    Presentation complete = new Presentation(List.of(track), List.of(), 4, true);
    assertThat(DashManifest.of("rid-1", complete, Instant.EPOCH)).isEqualTo(manifest(complete));
  }

  @Test
  void eachCodecIsASetOfItsOwnWhenItHasTheSizeOfTheVideo() {
    List<Presentation.Track> further =
        List.of(TracksApart.MEDIUM, TracksApart.AV1, TracksApart.LARGE_AV1);
    assertThat(
            manifest(
                Presentation.of(
                    TracksApart.MAIN, further, SoundTracks.NO_FURTHER, List.of(), 4, true)))
        .containsSubsequence(
            "<AdaptationSet contentType=\"video\"",
            "codecs=\"avc1.64001f\"",
            "codecs=\"avc1.64001e\"",
            "</AdaptationSet>",
            "<AdaptationSet contentType=\"video\"",
            "<Representation id=\"720p-av1.mp4\"",
            "<Representation id=\"480p-av1.mp4\"",
            "codecs=\"av01.0.04M.08\" width=\"854\" height=\"480\"",
            "</AdaptationSet>",
            "<AdaptationSet contentType=\"audio\"");
    assertThat(
            manifest(
                Presentation.of(
                    TracksApart.MAIN,
                    further.subList(0, 2),
                    SoundTracks.NO_FURTHER,
                    List.of(),
                    4,
                    true)))
        .doesNotContain("av01");
  }

  @Test
  void pictureAndSoundApartAreSetsOfOneFile() {
    Presentation presentation =
        Presentation.of(
            TracksApart.MAIN,
            List.of(TracksApart.SMALL),
            SoundTracks.NO_FURTHER,
            List.of(),
            4,
            true);
    assertThat(manifest(presentation))
        .contains(
            """
            <AdaptationSet contentType="video" mimeType="video/mp4" segmentAlignment="true" \
            startWithSAP="1">
            <Representation id="720p.mp4.picture" bandwidth="2000000" codecs="avc1.64001f" \
            width="1280" height="720">
            <BaseURL>../media/rid-1/720p.mp4</BaseURL>
            <SegmentList timescale="1000000">
            <Initialization range="508-807"/>
            """,
            """
            <Representation id="360p.mp4" bandwidth="400000" codecs="avc1.64000d" \
            width="640" height="360">
            """,
            """
            <AdaptationSet contentType="audio" mimeType="audio/mp4" segmentAlignment="true" \
            startWithSAP="1">
            <AudioChannelConfiguration \
            schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="2"/>
            <Label>Sound</Label>
            <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
            <Representation id="720p.mp4.sound" bandwidth="160000" codecs="mp4a.40.2">
            <BaseURL>../media/rid-1/720p.mp4</BaseURL>
            <SegmentList timescale="1000000">
            <Initialization range="816-999"/>
            <SegmentTimeline>
            <S t="0" d="1984000"/>
            <S d="2016000"/>
            </SegmentTimeline>
            <SegmentURL mediaRange="501000-540679"/>
            <SegmentURL mediaRange="941000-981269"/>
            </SegmentList>
            """);
  }

  /** A player chooses among the tracks of a set by itself. */
  @Test
  void eachFurtherSoundTrackIsASetOfItsOwn() {
    assertThat(manifest(TracksApart.withFurtherSound()))
        .contains(
            """
            <AdaptationSet contentType="audio" mimeType="audio/mp4" lang="en" \
            segmentAlignment="true" startWithSAP="1">
            <AudioChannelConfiguration \
            schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="2"/>
            <Label>English</Label>
            <Role schemeIdUri="urn:mpeg:dash:role:2011" value="alternate"/>
            <Representation id="sound2.mp4" bandwidth=""",
            """
            value="6"/>
            <Label>English (5.1)</Label>
            <Role schemeIdUri="urn:mpeg:dash:role:2011" value="alternate"/>
            <Representation id="sound2-surround.mp4" bandwidth=""");
  }
}
