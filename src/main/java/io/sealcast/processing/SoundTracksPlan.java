package io.sealcast.processing;

import io.sealcast.catalog.SoundSteps;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.Rendition;
import io.sealcast.media.SoundPlan;
import io.sealcast.text.LanguageTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides which sound tracks a video gets beside that of its default rendition. */
final class SoundTracksPlan {
  private SoundTracksPlan() {}

  /**
   * Returns the tracks: all others of the source in stereo, and each with the channels of 5.1 also
   * as that, {@link MediaInfo#MAX_FURTHER_AUDIO} at most. There are none when the sound of the
   * default rendition can't be had without its pictures, since viewers couldn't choose another one.
   */
  static List<SoundSteps.Sound> of(MediaInfo source, Rendition made) {
    if (!made.index().hasSoundApart()) {
      return List.of();
    }
    Map<Integer, String> labels = labels(source);
    List<SoundSteps.Sound> tracks = new ArrayList<>();
    for (MediaInfo.Audio audio : source.furtherAudio()) {
      String label = labels.getOrDefault(audio.index(), "");
      tracks.add(new SoundSteps.Sound(audio.index(), SoundPlan.STEREO, label));
    }
    all(source)
        .filter(MediaInfo.Audio::isSurround)
        .forEach(
            audio -> {
              String label = labels.getOrDefault(audio.index(), "") + " (5.1)";
              tracks.add(new SoundSteps.Sound(audio.index(), SoundPlan.SURROUND, label));
            });
    return tracks.stream().limit(MediaInfo.MAX_FURTHER_AUDIO).toList();
  }

  /** Returns what viewers choose the sound of the default rendition by; empty without sound. */
  static Optional<String> mainLabel(MediaInfo source) {
    return source.audio().map(audio -> labels(source).get(audio.index()));
  }

  /**
   * Returns a label for each sound stream, which no other one has: players list them by it. They
   * are known before the first track is made, so that none changes when another one is added.
   */
  private static Map<Integer, String> labels(MediaInfo source) {
    Map<Integer, String> labels = new LinkedHashMap<>();
    all(source)
        .forEach(
            audio -> {
              String first = label(audio);
              String free = first;
              for (int i = 2; labels.containsValue(free); i++) {
                free = first + " " + i;
              }
              labels.put(audio.index(), free);
            });
    return labels;
  }

  private static Stream<MediaInfo.Audio> all(MediaInfo source) {
    return Stream.concat(source.audio().stream(), source.furtherAudio().stream());
  }

  private static String label(MediaInfo.Audio audio) {
    // HLS has no quotation marks in names
    String title = audio.title().replace('"', '\'');
    String language =
        audio.language().equals(LanguageTag.UNDETERMINED)
            ? "Sound"
            : audio.language().displayName();
    return title.isEmpty() ? language : title;
  }
}
