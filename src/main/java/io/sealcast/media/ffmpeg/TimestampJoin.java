package io.sealcast.media.ffmpeg;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes the time stamps of containers continuous whose clock may jump, such as a transport stream
 * that was edited or was recorded across a restart of its sender. It uses ffmpeg's own algorithm
 * (ffmpeg_demux.c, ts_discontinuity_detect), so that the measured duration is the duration of
 * ffmpeg's output.
 */
final class TimestampJoin {
  /** Demuxers with the flag AVFMT_TS_DISCONT. */
  private static final Set<String> JUMPING = Set.of("mpegts", "mpeg", "ogg");

  /**
   * Largest step forward in seconds that counts as a pause and not as a jump: ffmpeg's default of
   * dts_delta_threshold.
   */
  private static final double MAX_STEP = 10;

  /** Largest step backward in seconds that counts as jitter and not as a jump. */
  private static final double MAX_BACK = 0.1;

  private final boolean active;
  private final Map<Integer, Double> lastByStream = new HashMap<>();
  private final Map<Integer, Double> nextByStream = new HashMap<>();
  private double last = Double.NaN;
  private double offset;

  TimestampJoin(String container) {
    active = mayJump(container);
  }

  /**
   * Whether the clock of a container may jump.
   *
   * @param container ffmpeg's names of the container
   */
  static boolean mayJump(String container) {
    return JUMPING.contains(container);
  }

  /** Whether the clock has jumped so far. */
  boolean joined() {
    return offset != 0;
  }

  /**
   * Returns the offset in seconds to add to the time stamps of the next packet.
   *
   * @param stream index of the packet's stream
   * @param dts decoding time in seconds; NaN when the packet has none
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
