package io.sealcast.media.playback;

import java.util.Locale;

/**
 * Picture and sound that carry their source time, as sources of ffmpeg's {@code lavfi}.
 *
 * <p>The picture is dark and moving. From each even second on, its upper part is white for a tenth
 * of a second. The lowest sixth encodes the frame's time in milliseconds in 17 bits, the lowest bit
 * on the left: white above black is 1, black above white is 0. The player's time and the source
 * time can therefore be compared for every shown frame, even when others were dropped.
 *
 * <p>The sound is a short tone from each whole second on, whose pitch encodes the second.
 */
final class SyncClip {
  static final int CODE_BITS = 17;

  /** Seconds between the beginnings of successive tones. */
  static final int BEEP_EVERY = 1;

  static final int LOWEST_HZ = 400;
  static final int STEP_HZ = 80;

  /** Number of different pitches, which then repeat. */
  static final int PITCHES = 30;

  private SyncClip() {}

  /**
   * Returns a lavfi description of the picture.
   *
   * @param rate frames per second
   */
  static String picture(int width, int height, double rate, double seconds) {
    return String.format(
            Locale.ROOT,
            "testsrc2=size=%dx%d:rate=%.6f:duration=%.6f,lutyuv=y=16+(val-16)*0.3",
            width,
            height,
            rate,
            seconds)
        + ","
        + marks();
  }

  /** Returns a filter that writes each frame's time into it. */
  static String marks() {
    StringBuilder filter = new StringBuilder("drawbox=x=0:y=0:w=iw:h=ih/2:color=white:t=fill");
    filter.append(":enable='lt(mod(t+0.0005,2),0.1)'");
    filter.append(",drawbox=x=0:y=ih*5/6:w=iw:h=ih/12:color=black:t=fill");
    filter.append(",drawbox=x=0:y=ih*11/12:w=iw:h=ih/12:color=white:t=fill");
    for (int bit = 0; bit < CODE_BITS; bit++) {
      filter.append(
          String.format(
              Locale.ROOT,
              ",drawbox=x=iw*%d/%d:y=ih*5/6:w=iw/%d:h=ih/6:color=invert:t=fill"
                  + ":enable='mod(floor((t*1000+0.5)/%d),2)'",
              bit,
              CODE_BITS,
              CODE_BITS,
              1 << bit));
    }
    return filter.toString();
  }

  /** Returns a lavfi description of sound with a tone of 80 ms from each whole second on. */
  static String sound(double seconds, int sampleRate, int channels) {
    String tone =
        String.format(
            Locale.ROOT,
            "0.6*lt(mod(t,%1$d),0.08)*sin(2*PI*(%2$d+%3$d*mod(floor(t/%1$d),%4$d))*mod(t,%1$d))",
            BEEP_EVERY,
            LOWEST_HZ,
            STEP_HZ,
            PITCHES);
    String all = tone + ("|" + tone).repeat(channels - 1);
    return String.format(Locale.ROOT, "aevalsrc='%s':s=%d:d=%.6f", all, sampleRate, seconds);
  }

  /** Returns the second that a tone encodes, modulo {@link #PITCHES}; -1 for any other tone. */
  static int secondOf(double hertz) {
    double step = (hertz - LOWEST_HZ) / STEP_HZ;
    long nearest = Math.round(step);
    return Math.abs(step - nearest) > 0.35 || nearest < 0 || nearest >= PITCHES
        ? -1
        : (int) nearest * BEEP_EVERY;
  }
}
