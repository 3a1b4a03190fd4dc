package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.SoundSteps;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.Rendition;
import io.sealcast.media.SourceClock;
import io.sealcast.text.LanguageTag;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoundTracksPlanTest {
  private static MediaInfo.Audio audio(int index, String layout, String language, String title) {
    int channels = layout.equals("stereo") ? 2 : 6;
    return new MediaInfo.Audio(
        index, "aac", "LC", channels, layout, 48000, 0, new LanguageTag(language), title);
  }

  private static MediaInfo source(MediaInfo.Audio first, List<MediaInfo.Audio> further) {
    return new MediaInfo(
        "matroska", 4, 0, Optional.empty(), Optional.of(first), further, List.of(), List.of());
  }

  /** Returns a rendition whose sound can be read apart, or not. */
  private static Rendition rendition(boolean apart) {
    FragmentIndex.Apart divided =
        new FragmentIndex.Apart(50, Optional.of(new FragmentIndex.Sound(0, 2)));
    FragmentIndex.Fragment fragment =
        new FragmentIndex.Fragment(
            0, 2, 50, 10, 90, apart ? Optional.of(divided) : Optional.empty());
    FragmentIndex index = new FragmentIndex(10, List.of(fragment), "avc1.64001f,mp4a.40.2");
    return new Rendition(
        "720p.mp4", 1280, 720, 100, true, index, new SourceClock(0, false), List.of(), List.of());
  }

  @Test
  void aVideoGetsEachFurtherStreamAndTheSurroundOfAll() {
    MediaInfo source =
        source(
            audio(1, "5.1(side)", "de", ""),
            List.of(audio(3, "stereo", "en", ""), audio(4, "7.1", "en", "Director's \"cut\"")));

    assertThat(SoundTracksPlan.of(source, rendition(true)))
        .containsExactly(
            new SoundSteps.Sound(3, 2, "English"),
            new SoundSteps.Sound(4, 2, "Director's 'cut'"),
            new SoundSteps.Sound(1, 6, "Deutsch (5.1)"),
            new SoundSteps.Sound(4, 6, "Director's 'cut' (5.1)"));
    assertThat(SoundTracksPlan.mainLabel(source)).contains("Deutsch");
    assertThat(SoundTracksPlan.of(source, rendition(false))).isEmpty();
  }

  /** Players list them by their labels, and some leave out what they have listed. */
  @Test
  void noTwoTracksHaveTheSameLabel() {
    MediaInfo source =
        source(
            audio(1, "stereo", "und", ""),
            List.of(
                audio(2, "stereo", "und", ""),
                audio(3, "stereo", "und", "Sound"),
                audio(4, "quad", "und", "Sound 2")));

    assertThat(SoundTracksPlan.of(source, rendition(true)))
        .extracting(SoundSteps.Sound::label)
        .containsExactly("Sound 2", "Sound 3", "Sound 2 2");
  }

  @Test
  void theLongestLabelFitsIntoItsColumn() {
    String title = "x".repeat(100);
    List<MediaInfo.Audio> further =
        IntStream.range(2, 12).mapToObj(i -> audio(i, "5.1", "en", title)).toList();

    assertThat(
            SoundTracksPlan.of(source(audio(1, "stereo", "en", title), further), rendition(true)))
        .allMatch(sound -> sound.label().length() <= 128)
        .anyMatch(sound -> sound.label().equals(title + " 6 (5.1)"));
  }

  @Test
  void thereIsALimit() {
    List<MediaInfo.Audio> further =
        IntStream.range(2, 17).mapToObj(i -> audio(i, "5.1", "en", "")).toList();

    assertThat(SoundTracksPlan.of(source(audio(1, "5.1", "en", ""), further), rendition(true)))
        .hasSize(MediaInfo.MAX_FURTHER_AUDIO);
  }
}
