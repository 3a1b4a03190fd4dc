package io.sealcast.media.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Measures the gaps between keyframes, packet by packet, and stops at the first one that is too
 * large: a copied picture can only be cut at its keyframes.
 */
final class KeyframeScan implements ChildProcess.Reader {
  /** Seconds; with more a seek waits too long, and a change of quality comes too late. */
  static final double MAX_GAP = 5.1;

  private double lastKey = Double.NaN;
  private double last = Double.NaN;
  private boolean tooFar;
  private boolean strange;

  /** Whether segments cut at the keyframes are short enough. */
  boolean allowsCopy() {
    return !Double.isNaN(lastKey) && !tooFar && !strange && last - lastKey <= MAX_GAP;
  }

  @Override
  public void read(InputStream output) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.isBlank()) {
        packet(line.split(","));
      }
      if (tooFar || strange) {
        return;
      }
    }
  }

  /** {@code pts_time,flags}, flags beginning with K for a keyframe. */
  private void packet(String[] fields) {
    double time;
    try {
      time = Double.parseDouble(fields[0]);
    } catch (NumberFormatException e) {
      strange = true;
      return;
    }
    boolean key = fields.length > 1 && fields[1].startsWith("K");
    if (Double.isNaN(lastKey)) {
      // what doesn't begin with a keyframe can't be shown from its beginning
      strange = !key;
    }
    if (key) {
      tooFar = !Double.isNaN(lastKey) && time - lastKey > MAX_GAP;
      lastKey = time;
    } else if (time - lastKey > MAX_GAP + 1) {
      tooFar = true;
    }
    last = Double.isNaN(last) ? time : Math.max(last, time);
  }
}
