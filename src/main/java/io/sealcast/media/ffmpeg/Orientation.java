package io.sealcast.media.ffmpeg;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rotation and mirroring that a player applies to a picture, from the display matrices in its
 * side data (ISO/IEC 14496-12, 6.2.2).
 *
 * @param rotation clockwise rotation in degrees: 0, 90, 180 or 270
 * @param mirrored whether the picture is mirrored as well
 */
record Orientation(int rotation, boolean mirrored) {
  /** The first two columns of the first two rows, as ffprobe prints them. */
  private static final Pattern MATRIX =
      Pattern.compile("0{8}: +(-?\\d+) +(-?\\d+) .*0{7}1: +(-?\\d+) +(-?\\d+) ", Pattern.DOTALL);

  private static final int MAX_SIDE_DATA = 8;

  /**
   * Reads the orientation of a stream.
   *
   * @param report ffprobe's report
   * @param list prefix of the names of the stream's side data
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

  /** Whether a matrix mirrors: the determinant of a pure rotation is positive. */
  private static boolean mirrors(String matrix) {
    Matcher m = MATRIX.matcher(matrix);
    return m.find() && number(m, 1) * number(m, 4) < number(m, 2) * number(m, 3);
  }

  private static double number(Matcher matcher, int group) {
    return Double.parseDouble(matcher.group(group));
  }
}
