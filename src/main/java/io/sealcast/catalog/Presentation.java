package io.sealcast.catalog;

import io.sealcast.text.LanguageTag;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a player has to know of a video before it fetches media data, independent of the format of a
 * manifest. A track corresponds to a variant stream with its media playlist in HLS (RFC 8216) and
 * to a representation in DASH (ISO/IEC 23009-1).
 *
 * @param tracks the alternatives, the default one first. With a sound track, they have pictures
 *     alone
 * @param sounds the sound tracks for all of these, the one that is played by default first; empty
 *     when they have their own or none
 * @param captions texts that a player may show, each in one file of WebVTT on the clock of the
 *     tracks
 * @param duration seconds; while the video is being prepared the planned duration of the whole, 0
 *     when unknown
 * @param complete whether the tracks have all their segments; false while the video is being
 *     prepared
 */
public record Presentation(
    List<Track> tracks,
    List<SoundTrack> sounds,
    List<CaptionTrack> captions,
    double duration,
    boolean complete) {

  public Presentation {
    tracks = List.copyOf(tracks);
    sounds = List.copyOf(sounds);
    captions = List.copyOf(captions);
  }

  /** A presentation without a sound track. */
  public Presentation(
      List<Track> tracks, List<CaptionTrack> captions, double duration, boolean complete) {
    this(tracks, List.of(), captions, duration, complete);
  }

  /** MIME type of sound alone. */
  public static final String SOUND_TYPE = "audio/mp4";

  /**
   * Returns the presentation of the renditions of a video. Further renditions, which have pictures
   * alone, are alternatives when the default one can be read apart or has no sound. Those of a
   * video that is being prepared are left out, so that no track is added to what plays.
   *
   * @param main the default rendition
   * @param further the other renditions, with pictures alone
   * @param sounds the sound tracks that a viewer may choose instead of the default one's sound, if
   *     that can be read apart
   */
  public static Presentation of(
      Track main,
      List<Track> further,
      SoundTracks sounds,
      List<CaptionTrack> captions,
      double duration,
      boolean complete) {
    Optional<Track> picture = main.picture().or(() -> Optional.of(main).filter(Track::isSilent));
    if (picture.isEmpty()) {
      return new Presentation(List.of(main), captions, duration, complete);
    }
    Stream<Track> alternatives =
        further.stream()
            .filter(track -> complete && track.isSilent())
            .sorted(Comparator.comparingLong(Track::pixels).reversed());
    return new Presentation(
        Stream.concat(picture.stream(), alternatives).toList(),
        complete ? sounds.of(main) : sounds.onlyOf(main),
        captions,
        duration,
        complete);
  }

  /** Returns the duration of the longest segment of any track in seconds; 0 when there is none. */
  public double longestSegment() {
    return Stream.concat(tracks.stream(), sounds.stream().map(SoundTrack::track))
        .mapToDouble(track -> track.segments().longestSegment())
        .max()
        .orElse(0);
  }

  /**
   * A fragmented MP4 file with a picture, sound or both, or one of its tracks.
   *
   * @param id name of its playlist, which no other track of the video has
   * @param name name of its media object
   * @param contentType MIME type without codecs
   * @param resolution size of the picture; empty when unknown
   * @param frameRate pictures in a second; empty for sound, and when unknown
   * @param averageBitrate bits per second; empty when unknown
   * @param codecs codecs by RFC 6381, such as {@code avc1.64001f}, in the order of the file; empty
   *     when unknown
   * @param language the language of its sound; empty when unknown, and for pictures
   * @param segments time and position of each segment
   */
  public record Track(
      String id,
      String name,
      String contentType,
      Optional<Resolution> resolution,
      OptionalDouble frameRate,
      OptionalInt averageBitrate,
      List<String> codecs,
      Optional<LanguageTag> language,
      SegmentIndex segments) {

    /** What follows the name of a file in the id of its picture track. */
    public static final String PICTURE = ".picture";

    /** What follows the name of a file in the id of its sound track. */
    public static final String SOUND = ".sound";

    /** Shortest time in seconds over which a peak is measured: half of an encoded segment. */
    private static final double PEAK_SECONDS = 1;

    public Track {
      codecs = List.copyOf(codecs);
    }

    /** A whole file, which is a track by its own name, of an unknown frame rate and language. */
    public Track(
        String name,
        String contentType,
        Optional<Resolution> resolution,
        OptionalInt averageBitrate,
        List<String> codecs,
        SegmentIndex segments) {
      this(
          name,
          name,
          contentType,
          resolution,
          OptionalDouble.empty(),
          averageBitrate,
          codecs,
          Optional.empty(),
          segments);
    }

    /** Returns this track with a frame rate. */
    public Track withFrameRate(OptionalDouble rate) {
      return new Track(
          id, name, contentType, resolution, rate, averageBitrate, codecs, language, segments);
    }

    /** Returns this track with the language of its sound. */
    public Track withLanguage(Optional<LanguageTag> spoken) {
      return new Track(
          id, name, contentType, resolution, frameRate, averageBitrate, codecs, spoken, segments);
    }

    /** Returns the picture track of a file that can be read apart; empty for any other. */
    public Optional<Track> picture() {
      return segments
          .apart()
          .map(apart -> part(PICTURE, contentType, resolution, 0, apart.picture()));
    }

    /** Returns the sound track of a file that can be read apart; empty for any other. */
    public Optional<Track> sound() {
      return segments
          .apart()
          .filter(apart -> !apart.sound().segments().isEmpty())
          .map(apart -> part(SOUND, SOUND_TYPE, Optional.empty(), 1, apart.sound()));
    }

    /**
     * Returns one of two tracks.
     *
     * @param number its number in the file
     */
    private Track part(
        String suffix, String type, Optional<Resolution> size, int number, SegmentIndex index) {
      return new Track(
          name + suffix,
          name,
          type,
          size,
          size.isPresent() ? frameRate : OptionalDouble.empty(),
          average(index),
          codecs.size() == 2 ? List.of(codecs.get(number)) : List.of(),
          size.isPresent() ? Optional.empty() : language,
          index);
    }

    private static OptionalInt average(SegmentIndex index) {
      double seconds = index.segments().stream().mapToDouble(SegmentIndex.Segment::duration).sum();
      long bytes = index.segments().stream().mapToLong(SegmentIndex.Segment::size).sum();
      return seconds <= 0
          ? OptionalInt.empty()
          : OptionalInt.of((int) Math.min(Integer.MAX_VALUE, Math.round(bytes * 8 / seconds)));
    }

    /** Whether it is known to have pictures alone. */
    private boolean isSilent() {
      return !codecs.isEmpty()
          && codecs.stream().allMatch(c -> c.startsWith("avc") || c.startsWith("av01"));
    }

    private long pixels() {
      return resolution.map(r -> (long) r.width() * r.height()).orElse(0L);
    }

    /**
     * Returns the largest bit rate of successive segments of at least a second together, but at
     * least the average, in bits per second. A last segment of one picture, which is a keyframe, is
     * no peak: players choose among tracks by this number (RFC 8216, section 4.1).
     */
    public long peakBitrate() {
      List<SegmentIndex.Segment> all = segments.segments();
      double peak = 0;
      double seconds = 0;
      long bytes = 0;
      int first = 0;
      for (SegmentIndex.Segment last : all) {
        seconds += last.duration();
        bytes += last.size();
        while (seconds >= PEAK_SECONDS) {
          peak = Math.max(peak, bytes * 8 / seconds);
          if (seconds - all.get(first).duration() < PEAK_SECONDS) {
            break;
          }
          seconds -= all.get(first).duration();
          bytes -= all.get(first).size();
          first++;
        }
      }
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
