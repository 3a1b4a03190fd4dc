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

  private static Presentation.Track track(String name, String language, SegmentIndex segments) {
    return new Presentation.Track(
            name, "audio/mp4", Optional.empty(), OptionalInt.empty(), List.of(), segments)
        .withLanguage(
            language.isEmpty() ? Optional.empty() : Optional.of(new LanguageTag(language)));
  }

  private static MediaObject sound(String name, String language, String label, int channels) {
    return MediaObject.sound(
        UUID.randomUUID(), track(name, language, SEGMENTS), label, channels, 100, new byte[16]);
  }

  private static List<String> labels(String mainLabel, MediaObject... sounds) {
    List<MediaView> further = MediaView.soundsOf(MediaView.of(List.of(sounds)));
    return new SoundTracks(mainLabel, further)
        .of(track("720p.mp4", "de", APART)).stream().map(SoundTrack::label).toList();
  }

  @Test
  void aLabelIsTheTitleOrTheLanguageOrNeither() {
    assertThat(
            labels(
                "",
                sound("sound2.mp4", "en", "", 2),
                sound("sound3.mp4", "en", "Director", 2),
                sound("sound4.mp4", "", "", 2)))
        .containsExactly("Deutsch", "English", "Director", "Sound");
  }

  /** Players list them by their labels, and some leave out what they have listed. */
  @Test
  void noTwoTracksHaveTheSameLabel() {
    assertThat(
            labels(
                "English",
                sound("sound2.mp4", "en", "", 2),
                sound("sound3.mp4", "en", "", 2),
                sound("sound2-surround.mp4", "en", "", 6)))
        .containsExactly("English", "English 2", "English 3", "English (5.1)");
  }

  @Test
  void withoutSoundThatCanBeReadApartThereAreNone() {
    List<MediaView> further =
        MediaView.soundsOf(MediaView.of(List.of(sound("sound2.mp4", "en", "", 2))));
    assertThat(new SoundTracks("", further).of(track("720p.mp4", "de", SEGMENTS))).isEmpty();
  }

  @Test
  void theyAreNoRenditions() {
    List<MediaView> views = MediaView.of(List.of(sound("sound2.mp4", "en", "", 2)));
    assertThat(MediaView.renditionsOf(views)).isEmpty();
    assertThat(MediaView.defaultOf(views)).isEmpty();
  }
}
