package io.sealcast.media;

import java.util.Optional;

/**
 * What is in a file, as far as playing it is concerned: the streams that a person would expect to
 * see and hear.
 *
 * @param container names as ffmpeg has them, for instance {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param duration seconds as the file claims, or 0 when it claims nothing; headers can be wrong
 * @param start seconds; what the file claims to count its time from, or 0
 * @param video the picture
 * @param audio the sound, if any
 */
public record MediaInfo(
    String container, double duration, double start, Video video, Optional<Audio> audio) {

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
   * @param sampleAspect width of a pixel by its height; 1 for square ones
   * @param rotation degrees to turn it clockwise for showing: 0, 90, 180 or 270
   * @param mirrored whether it is shown as in a mirror, as some front cameras want it
   * @param frameRate per second, or 0 when the file says nonsense
   * @param steadyRate the same as a fraction such as {@code 30000/1001} where the file says that
   *     all pictures are equally long; else empty
   * @param interlaced whether each picture is two half pictures
   * @param start seconds
   * @param color how its numbers become light
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

    /** Pixels across as shown: turned, and with square pixels. */
    public int shownWidth() {
      return sideways() ? height : squareWidth();
    }

    /** Pixels down as shown. */
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
   * @param layout where the channels belong, as ffmpeg names it: {@code stereo}, {@code 5.1(side)},
   *     {@code ambisonic 1}; empty where the file doesn't say
   * @param sampleRate hertz
   * @param start seconds
   */
  public record Audio(
      int index,
      String codec,
      String profile,
      int channels,
      String layout,
      int sampleRate,
      double start) {}

  /**
   * Colour as ITU-T H.273 names it, in ffmpeg's words; empty where the file doesn't say.
   *
   * @param transfer for instance {@code bt709}, {@code smpte2084} (PQ) or {@code arib-std-b67}
   *     (HLG)
   * @param primaries for instance {@code bt709} or {@code bt2020}
   * @param matrix for instance {@code bt709} or {@code bt2020nc}
   * @param range {@code tv} or {@code pc}
   */
  public record Color(String transfer, String primaries, String matrix, String range) {
    /** Whether it is PQ or HLG, which a display of standard dynamic range shows pale and grey. */
    public boolean isHighDynamicRange() {
      return transfer.equals("smpte2084") || transfer.equals("arib-std-b67");
    }

    /** Whether its primaries are wider than those of BT.709, which browsers assume. */
    public boolean isWideGamut() {
      return primaries.equals("bt2020");
    }
  }
}
