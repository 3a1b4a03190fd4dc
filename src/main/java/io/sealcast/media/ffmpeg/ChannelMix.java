package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Brings sound to two channels where ffmpeg doesn't know how, and would refuse the whole file:
 * recordings of a sphere, and many channels of which the file doesn't say where they belong.
 */
final class ChannelMix {
  /** For so many, ffmpeg takes the usual layout where the file names none. */
  private static final int MAX_GUESSED = 8;

  /** What the filter {@code pan} can take. */
  private static final int MAX_CHANNELS = 64;

  private ChannelMix() {}

  /** The filter; none where ffmpeg mixes by itself. */
  static Optional<String> filter(MediaInfo.Audio audio) {
    if (audio.layout().startsWith("ambisonic") && audio.channels() > 1) {
      // In the order of AmbiX, 0 is heard from everywhere and 1 from the left minus the right: two
      // cardioids that look to both sides.
      return Optional.of("pan=stereo|c0=0.5*c0+0.5*c1|c1=0.5*c0-0.5*c1");
    }
    boolean unknown = audio.layout().isEmpty() && audio.channels() > MAX_GUESSED;
    return unknown
        ? Optional.of("pan=stereo|c0<" + every(0, audio) + "|c1<" + every(1, audio))
        : Optional.empty();
  }

  /** Every second channel from the first: nothing that was recorded is lost. */
  private static String every(int first, MediaInfo.Audio audio) {
    return IntStream.range(0, Math.min(MAX_CHANNELS, audio.channels()))
        .filter(channel -> channel % 2 == first)
        .mapToObj(channel -> "c" + channel)
        .collect(Collectors.joining("+"));
  }
}
