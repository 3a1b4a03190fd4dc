package io.sealcast.media.ffmpeg;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a picture is turned for showing, by the display matrices among its side data (ISO/IEC
 * 14496-12, 6.2.2).
 *
 * @param rotation degrees clockwise: 0, 90, 180 or 270
 * @param mirrored whether it is mirrored too
 */
record Orientation(int rotation, boolean mirrored) {
  /** The first two columns of the first two rows, as ffprobe prints them. */
  private static final Pattern MATRIX =
      Pattern.compile("0{8}: +(-?\\d+) +(-?\\d+) .*0{7}1: +(-?\\d+) +(-?\\d+) ");

  private static final int MAX_SIDE_DATA = 8;

  /**
   * Reads it.
   *
   * @param list what the names of the stream's side data begin with
   */
  static Orientation of(FlatReport report, String list) {
    double counterClockwise = 0;
    boolean mirrored = false;
    for (int side = 0; side < MAX_SIDE_DATA; side++) {
      counterClockwise += report.number(list + side + ".rotation");
      mirrored ^= mirrors(report.text(list + side + ".displaymatrix"));
    }
    int clockwise = (int) (-Math.round(counterClockwise / 90) * 90);
    return new Orientation(Math.floorMod(clockwise, 360), mirrored);
  }

  /** A matrix that only turns has a positive determinant. */
  private static boolean mirrors(String matrix) {
    Matcher m = MATRIX.matcher(matrix);
    return m.find() && number(m, 1) * number(m, 4) < number(m, 2) * number(m, 3);
  }

  private static double number(Matcher matcher, int group) {
    return Double.parseDouble(matcher.group(group));
  }
}
