package io.sealcast.catalog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a player has to know of a video before it fetches media data, independent of the format of a
 * manifest. A track corresponds to a variant stream with its media playlist in HLS (RFC 8216) and
 * to a representation in DASH (ISO/IEC 23009-1).
 *
 * @param tracks the alternatives, the default one first
 * @param captions texts that a player may show, each in one file of WebVTT on the clock of the
 *     tracks
 * @param duration seconds; while the video is being prepared the planned duration of the whole, 0
 *     when unknown
 * @param complete whether the tracks have all their segments; false while the video is being
 *     prepared
 */
public record Presentation(
    List<Track> tracks, List<CaptionTrack> captions, double duration, boolean complete) {

  public Presentation {
    tracks = List.copyOf(tracks);
    captions = List.copyOf(captions);
  }

  /**
   * A fragmented MP4 file with a picture, sound or both, which can be played without another track.
   *
   * @param name name of its media object
   * @param contentType MIME type without codecs
   * @param resolution size of the picture; empty when unknown
   * @param averageBitrate bits per second; empty when unknown
   * @param codecs codecs by RFC 6381, such as {@code avc1.64001f}, in the order of the file; empty
   *     when unknown
   * @param segments time and position of each segment
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

    /** Returns the largest bit rate of a segment, but at least the average, in bits per second. */
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
   * The display size of a picture.
   *
   * @param width width in pixels
   * @param height height in pixels
   */
  public record Resolution(int width, int height) {}
}
