package io.sealcast.media;

import io.sealcast.text.LanguageTag;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a file contains, as far as playing it is concerned: the streams that a person would expect
 * to see and hear.
 *
 * @param container ffmpeg's names of the container, for instance {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param duration duration in seconds that the header claims, which can be wrong; 0 when it claims
 *     none
 * @param start time stamp in seconds at which the header says that the file begins; 0 when it says
 *     nothing
 * @param video the picture stream; empty when the file has sound alone, whose picture is drawn
 * @param audio the sound stream that is played unless the viewer chooses another, if there is one
 * @param furtherAudio the other sound streams, in the order of the file, at most {@link
 *     #MAX_FURTHER_AUDIO}
 * @param subtitles all subtitle streams, in the order of the file
 * @param chapters the chapters by their times, which don't overlap, at most {@link #MAX_CHAPTERS}
 */
public record MediaInfo(
    String container,
    double duration,
    double start,
    Optional<Video> video,
    Optional<Audio> audio,
    List<Audio> furtherAudio,
    List<Subtitle> subtitles,
    List<Chapter> chapters) {

  /** ffmpeg's names of layouts with the channels of 5.1; {@code 5.1(side)} is one of them. */
  private static final Pattern SURROUND = Pattern.compile("(5\\.1|[67]\\.1)(\\(.*\\))?");

  /** Maximum number of chapters; those after them in the file are ignored. */
  public static final int MAX_CHAPTERS = 500;

  /** Maximum number of sound streams beside the first one; those after them are ignored. */
  public static final int MAX_FURTHER_AUDIO = 15;

  /**
   * Creates a description.
   *
   * @throws IllegalArgumentException when there is neither picture nor sound
   */
  public MediaInfo {
    if (video.isEmpty() && audio.isEmpty()) {
      throw new IllegalArgumentException("neither picture nor sound");
    }
    furtherAudio = List.copyOf(furtherAudio);
    subtitles = List.copyOf(subtitles);
    chapters = List.copyOf(chapters);
  }

  /** Returns a sound stream by its index in the file. */
  public Optional<Audio> audio(int index) {
    return Stream.concat(audio.stream(), furtherAudio.stream())
        .filter(stream -> stream.index() == index)
        .findFirst();
  }

  /**
   * A picture stream.
   *
   * @param index of the stream in the file
   * @param codec for instance {@code h264}
   * @param profile for instance {@code High}; may be empty
   * @param level for H.264 ten times the level; 0 when unknown
   * @param pixelFormat for instance {@code yuv420p10le}; may be empty
   * @param width coded pixels
   * @param height coded pixels
   * @param sampleAspect width of a pixel divided by its height; 1 for square pixels
   * @param rotation clockwise rotation in degrees that a player applies: 0, 90, 180 or 270
   * @param mirrored whether a player mirrors the picture, as some front cameras demand
   * @param frameRate frames per second; 0 when the file states no plausible rate
   * @param steadyRate the frame rate as a fraction such as {@code 30000/1001} when the file says
   *     that all pictures are equally long; else empty
   * @param interlaced whether each frame consists of two fields
   * @param start time stamp of the first picture in seconds
   * @param color the colour space
   */
  public record Video(
      int index,
      String codec,
      String profile,
      int level,
      String pixelFormat,
      int width,
      int height,
      double sampleAspect,
      int rotation,
      boolean mirrored,
      double frameRate,
      String steadyRate,
      boolean interlaced,
      double start,
      Color color) {

    /** Width in pixels as a player shows it: after rotation, with square pixels. */
    public int shownWidth() {
      return sideways() ? height : squareWidth();
    }

    /** Height in pixels as a player shows it: after rotation, with square pixels. */
    public int shownHeight() {
      return sideways() ? squareWidth() : height;
    }

    private boolean sideways() {
      return rotation % 180 != 0;
    }

    private int squareWidth() {
      return Math.max(1, (int) Math.round(width * sampleAspect));
    }
  }

  /**
   * A sound stream.
   *
   * @param index of the stream in the file
   * @param codec for instance {@code aac}
   * @param profile for instance {@code LC}; may be empty
   * @param channels 1 or more
   * @param layout ffmpeg's name of the channel layout: {@code stereo}, {@code 5.1(side)}, {@code
   *     ambisonic 1}; empty when the file doesn't state it
   * @param sampleRate hertz
   * @param start time stamp of the first sample in seconds
   * @param language the language that the file states, or {@code und}
   * @param title the title in the file, at most 100 characters of one line; may be empty
   */
  public record Audio(
      int index,
      String codec,
      String profile,
      int channels,
      String layout,
      int sampleRate,
      double start,
      LanguageTag language,
      String title) {

    /** Whether it has at least the channels of 5.1, in places that are known. */
    public boolean isSurround() {
      return SURROUND.matcher(layout).matches();
    }
  }

  /**
   * A subtitle stream.
   *
   * @param index of the stream in the file
   * @param codec for instance {@code subrip}
   * @param text whether it consists of text that can be converted; otherwise it consists of
   *     pictures or of a format that can't be read
   * @param language the language that the file states, or {@code und}
   * @param title the title in the file, at most 100 characters of one line; may be empty
   */
  public record Subtitle(
      int index, String codec, boolean text, LanguageTag language, String title) {

    /** Returns the title, or else the name of the language. */
    public String name() {
      return title.isEmpty() ? language.displayName() : title;
    }
  }

  /**
   * A chapter.
   *
   * @param start seconds on the clock of the file
   * @param end seconds, after {@code start}
   * @param title the title in the file, at most 100 characters of one line; may be empty
   */
  public record Chapter(double start, double end, String title) {}

  /**
   * A colour space by ITU-T H.273, with ffmpeg's names of the values. A value is empty when the
   * file doesn't state it.
   *
   * @param transfer for instance {@code bt709}, {@code smpte2084} (PQ) or {@code arib-std-b67}
   *     (HLG)
   * @param primaries for instance {@code bt709} or {@code bt2020}
   * @param matrix for instance {@code bt709} or {@code bt2020nc}
   * @param range {@code tv} or {@code pc}
   */
  public record Color(String transfer, String primaries, String matrix, String range) {
    /**
     * Whether the transfer function is PQ or HLG. A display of standard dynamic range shows such
     * pictures pale and grey.
     */
    public boolean isHighDynamicRange() {
      return transfer.equals("smpte2084") || transfer.equals("arib-std-b67");
    }

    /** Whether the primaries are wider than those of BT.709, which browsers assume. */
    public boolean isWideGamut() {
      return primaries.equals("bt2020");
    }
  }
}
