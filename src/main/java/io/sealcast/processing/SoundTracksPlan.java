package io.sealcast.processing;

import io.sealcast.catalog.SoundSteps;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.Rendition;
import io.sealcast.media.SoundPlan;
import java.util.List;
import java.util.stream.Stream;

/** Decides which sound tracks a video gets beside that of its default rendition. */
final class SoundTracksPlan {
  private SoundTracksPlan() {}

  /**
   * Returns the tracks: all others of the source in stereo, and each with the channels of 5.1 also
   * as that. There are none when the sound of the default rendition can't be had without its
   * pictures, since viewers couldn't choose another one.
   */
  static List<SoundSteps.Sound> of(MediaInfo source, Rendition made) {
    boolean apart =
        made.index().codecs().contains(",")
            && made.index().fragments().stream().allMatch(f -> f.apart().isPresent());
    if (!apart) {
      return List.of();
    }
    Stream<SoundSteps.Sound> stereo =
        source.furtherAudio().stream()
            .map(audio -> new SoundSteps.Sound(audio.index(), SoundPlan.STEREO));
    Stream<SoundSteps.Sound> surround =
        Stream.concat(source.audio().stream(), source.furtherAudio().stream())
            .filter(MediaInfo.Audio::isSurround)
            .map(audio -> new SoundSteps.Sound(audio.index(), SoundPlan.SURROUND));
    return Stream.concat(stereo, surround).toList();
  }
}
