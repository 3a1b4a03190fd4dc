package io.sealcast.catalog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a player must know of a video before it fetches a byte of it. A manifest is one way to write
 * it down: HLS (RFC 8216) has a variant stream and a media playlist for each track, DASH (ISO/IEC
 * 23009-1) a representation.
 *
 * @param tracks what may be played, each by itself, the default one first
 */
public record Presentation(List<Track> tracks) {

  public Presentation {
    tracks = List.copyOf(tracks);
  }

  /**
   * A fragmented MP4 that is played by itself: picture and sound in one file, or one of them.
   *
   * @param name of the media object that it is
   * @param contentType a MIME type, without codecs
   * @param resolution of the picture; empty where it isn't known
   * @param averageBitrate bits per second; empty where it isn't known
   * @param codecs in the order of the file, each as RFC 6381 has it, such as {@code avc1.64001f};
   *     empty where they aren't known
   * @param segments where each segment lies, by time and by bytes
   */
  public record Track(
      String name,
      String contentType,
      Optional<Resolution> resolution,
      OptionalInt averageBitrate,
      List<String> codecs,
      SegmentIndex segments) {

    public Track {
      codecs = List.copyOf(codecs);
    }

    /** Bits per second of the heaviest segment, at least the average. */
    public long peakBitrate() {
      double peak =
          segments.segments().stream()
              .filter(s -> s.duration() > 0)
              .mapToDouble(s -> s.size() * 8 / s.duration())
              .max()
              .orElse(0);
      return Math.max(averageBitrate.orElse(1), (long) Math.ceil(peak));
    }
  }

  /**
   * The size of a picture as it is shown.
   *
   * @param width pixels
   * @param height pixels
   */
  public record Resolution(int width, int height) {}
}
