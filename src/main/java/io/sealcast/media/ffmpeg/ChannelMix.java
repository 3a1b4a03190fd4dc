package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Mixes sound down to two channels in the cases that ffmpeg can't mix and for which it would reject
 * the whole file: ambisonic recordings, and many channels without a stated layout.
 */
final class ChannelMix {
  /** Up to this number of channels, ffmpeg assumes the usual layout when the file states none. */
  private static final int MAX_GUESSED = 8;

  /** Maximum number of channels of ffmpeg's filter {@code pan}. */
  private static final int MAX_CHANNELS = 64;

  private ChannelMix() {}

  /** Returns the filter that mixes the channels, or empty when ffmpeg can do it by itself. */
  static Optional<String> filter(MediaInfo.Audio audio) {
    if (audio.layout().startsWith("ambisonic") && audio.channels() > 1) {
      // In the channel order of AmbiX, channel 0 is omnidirectional and channel 1 is left minus
      // right; the result is two cardioids that point to the left and to the right.
      return Optional.of("pan=stereo|c0=0.5*c0+0.5*c1|c1=0.5*c0-0.5*c1");
    }
    boolean unknown = audio.layout().isEmpty() && audio.channels() > MAX_GUESSED;
    return unknown
        ? Optional.of("pan=stereo|c0<" + every(0, audio) + "|c1<" + every(1, audio))
        : Optional.empty();
  }

  /** Sums every second channel from {@code first} on, so that no recorded channel is lost. */
  private static String every(int first, MediaInfo.Audio audio) {
    return IntStream.range(0, Math.min(MAX_CHANNELS, audio.channels()))
        .filter(channel -> channel % 2 == first)
        .mapToObj(channel -> "c" + channel)
        .collect(Collectors.joining("+"));
  }
}
