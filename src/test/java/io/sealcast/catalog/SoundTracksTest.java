package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.text.LanguageTag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SoundTracksTest {
  private static final SegmentIndex SEGMENTS =
      new SegmentIndex(0, 10, List.of(new SegmentIndex.Segment(0, 2, 10, 90)), Optional.empty());

  private static final SegmentIndex APART =
      new SegmentIndex(
          0,
          10,
          List.of(new SegmentIndex.Segment(0, 2, 10, 90)),
          Optional.of(new SegmentIndex.Apart(SEGMENTS, SEGMENTS)));

  private static Presentation.Track track(String name, SegmentIndex segments) {
    return new Presentation.Track(
            name, "audio/mp4", Optional.empty(), OptionalInt.empty(), List.of(), segments)
        .withLanguage(Optional.of(new LanguageTag("de")));
  }

  private static MediaObject sound(String name, int channels) {
    return MediaObject.sound(
        UUID.randomUUID(), track(name, SEGMENTS), "Regie", channels, 100, new byte[16]);
  }

  private static List<MediaView> sounds() {
    return MediaView.soundsOf(
        MediaView.of(
            List.of(
                sound("sound10.mp4", 2), sound("sound2-surround.mp4", 6), sound("sound2.mp4", 2))));
  }

  @Test
  void theFirstSoundComesFirstAndThenTheOthersInTheOrderOfTheFile() {
    List<SoundTrack> tracks = new SoundTracks("Ton", sounds()).of(track("720p.mp4", APART));

    assertThat(tracks)
        .extracting(sound -> sound.track().name())
        .containsExactly("720p.mp4", "sound2.mp4", "sound10.mp4", "sound2-surround.mp4");
    assertThat(tracks).extracting(SoundTrack::label).startsWith("Ton", "Regie");
    assertThat(tracks).extracting(SoundTrack::channels).containsExactly(2, 2, 2, 6);
  }

  @Test
  void whatEarlierVersionsHaveMadeIsCalledByItsLanguage() {
    assertThat(new SoundTracks("", List.of()).of(track("720p.mp4", APART)))
        .extracting(SoundTrack::label)
        .containsExactly("Deutsch");
  }

  @Test
  void withoutSoundThatCanBeReadApartThereAreNone() {
    assertThat(new SoundTracks("", sounds()).of(track("720p.mp4", SEGMENTS))).isEmpty();
  }

  @Test
  void theyAreNoRenditions() {
    List<MediaView> views = MediaView.of(List.of(sound("sound2.mp4", 2)));
    assertThat(MediaView.renditionsOf(views)).isEmpty();
    assertThat(MediaView.defaultOf(views)).isEmpty();
  }
}
