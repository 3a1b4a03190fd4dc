package io.sealcast.media.ffmpeg;

import java.util.List;

/**
 * Draws the picture of a source that has sound alone: how loud the sound has been in the last eight
 * seconds, as bars that move to the left. A bar is as high as the sound of a tenth of a second is
 * loud; silence is a dotted line.
 *
 * <p>The picture takes about 30 kbit/s, since all of it but the newest bar is the picture before,
 * moved. ffmpeg's filter showwaves, whose pictures have nothing in common, took eleven times as
 * much of the same sound.
 */
final class DrawnPicture {
  static final int WIDTH = 640;
  static final int HEIGHT = 360;

  /** Pictures per second, each with one bar more; a segment of 2 s is a whole number of them. */
  static final int RATE = 10;

  /** The bit rate in bits per second for an encoder that has no constant quality. */
  static final int BITRATE = 100_000;

  /** Pixels from one bar to the next, of which {@link #GAP} are empty. */
  private static final int BAR = 8;

  private static final int GAP = 3;

  /** Height in pixels of the upper half of the loudest bar; the lower half mirrors it. */
  private static final int HALF = 120;

  /**
   * The sample rate in hertz by which loudness is measured. Nearly all energy of speech and music
   * is below its half, and measuring 48,000 samples a second takes several times as long.
   */
  private static final int MEASURED = 8000;

  /** The levels in dBFS of the lowest and of the highest bar: whispering and a loud song. */
  private static final int QUIETEST = -54;

  private static final int LOUDEST = -3;

  /** The ground of the dark pages. */
  private static final String GROUND = "0x0c1110";

  /** The accent of the dark pages, rgb(62, 207, 174), in the order alpha, blue, green, red. */
  private static final String COLOR = "0xffaecf3e";

  /** The metadata by which one filter hands the level to the next. */
  private static final String LEVEL = "RMS_level";

  private DrawnPicture() {}

  /**
   * Returns the filters in the notation of ffmpeg's option {@code -filter_complex}.
   *
   * <p>The sound that they get begins at 0 and has no gaps.
   *
   * @param length duration of the sound in seconds; 0 when unknown
   * @param output the label of the picture
   */
  static String filters(double length, String output) {
    return String.join(
            ",",
            "aresample=" + MEASURED,
            // time stamps may be a millisecond off, by which a picture could get lost
            "asetpts=N/SR/TB",
            "asetnsamples=n=" + MEASURED / RATE,
            "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=" + LEVEL,
            graph(),
            ends(length) + yuv(),
            gaps(),
            "split[upper][mirrored];[mirrored]vflip[lower];[upper][lower]vstack",
            "pad=" + WIDTH + ":" + HEIGHT + ":0:-1:" + GROUND,
            "setsar=1")
        + output;
  }

  /** Separates the bars by the vertical lines of a grid, whose horizontal lines are outside. */
  private static String gaps() {
    return "drawgrid=w=" + BAR + (":h=" + 2 * HALF + ":y=-10:t=" + GAP + ":c=" + GROUND);
  }

  /** Draws a column of one pixel for each bar. */
  private static String graph() {
    return "adrawgraph=m1=lavfi.astats.Overall."
        + LEVEL
        + (":fg1=" + COLOR + ":bg=" + GROUND)
        + (":min=" + QUIETEST + ":max=" + LOUDEST)
        + (":mode=bar:slide=scroll:rate=" + RATE)
        + (":size=" + WIDTH / BAR + "x" + HALF);
  }

  /** Ends the picture at the multiple of its duration that is nearest to the end of the sound. */
  private static String ends(double length) {
    return length > 0 ? "trim=end_frame=" + Math.max(1, Math.round(length * RATE)) + "," : "";
  }

  /** Widens the columns and converts them to BT.709; the graph leaves its colours undefined. */
  private static String yuv() {
    return "setparams=color_primaries=bt709:color_trc=bt709:colorspace=gbr:range=pc,"
        + ("scale=" + WIDTH + ":" + HALF + ":flags=neighbor")
        + ":out_range=tv:out_color_matrix=bt709,format=yuv420p,"
        + "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709";
  }

  /** The arguments that state the colours of the encoded picture. */
  static List<String> tags() {
    return ColorFilters.tags("bt709", "bt709");
  }
}
