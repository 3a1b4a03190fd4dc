package io.sealcast.media.ffmpeg;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Joins the time stamps of containers whose clock may jump, such as a transport stream that was cut
 * together or recorded over a restart of its sender. It repeats what ffmpeg itself does when it
 * reads such a file (ffmpeg_demux.c, ts_discontinuity_detect), so that the length that is measured
 * here is the length that ffmpeg's output will have.
 */
final class TimestampJoin {
  /** Demuxers with the flag AVFMT_TS_DISCONT. */
  private static final Set<String> JUMPING = Set.of("mpegts", "mpeg", "ogg");

  /** Seconds forward that still count as a pause; ffmpeg's default of dts_delta_threshold. */
  private static final double MAX_STEP = 10;

  /** Seconds backward that still count as jitter. */
  private static final double MAX_BACK = 0.1;

  private final boolean active;
  private final Map<Integer, Double> lastByStream = new HashMap<>();
  private final Map<Integer, Double> nextByStream = new HashMap<>();
  private double last = Double.NaN;
  private double offset;

  TimestampJoin(String container) {
    active = mayJump(container);
  }

  /** Whether a container's clock may jump. */
  static boolean mayJump(String container) {
    return JUMPING.contains(container);
  }

  /** Whether the clock has jumped so far. */
  boolean joined() {
    return offset != 0;
  }

  /**
   * What to add to the next packet's times, in seconds.
   *
   * @param dts the packet's decoding time; NaN when it has none
   * @param duration seconds; 0 when unknown
   */
  double offset(int stream, double dts, double duration) {
    if (!active || Double.isNaN(dts)) {
      return offset;
    }
    double time = dts + offset;
    Double next = nextByStream.get(stream);
    double step = 0;
    if (next != null) {
      double delta = time - next;
      boolean back = time + MAX_BACK < lastByStream.getOrDefault(stream, time);
      step = Math.abs(delta) > MAX_STEP || back ? delta : 0;
    } else if (!Double.isNaN(last) && Math.abs(time - last) > MAX_STEP) {
      step = time - last;
    }
    offset -= step;
    time -= step;
    lastByStream.put(stream, time);
    nextByStream.put(stream, time + duration);
    last = time;
    return offset;
  }
}
