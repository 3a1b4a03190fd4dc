package io.sealcast.media.playback;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The offsets between sound and picture of the same source time. The time of a tone is computed
 * from counted samples, that of a frame is its media time, so neither depends on delayed callbacks
 * of a busy machine.
 *
 * @param pairs pairs in the order in which they were heard
 */
record SyncErrors(List<Pair> pairs) {
  /**
   * Largest distance in seconds of the device's time between a tone and the clock readings used.
   */
  private static final double CLOCK_WINDOW = 0.4;

  /** Largest distance in seconds at which a frame can belong to a tone. */
  private static final double FRAME_WINDOW = 1.1;

  /**
   * A tone and its frame.
   *
   * @param second second of the source
   * @param millis delay of the sound in milliseconds; negative when it is early
   */
  record Pair(double second, double millis) {}

  SyncErrors {
    pairs = List.copyOf(pairs);
  }

  /** Returns the error with the largest absolute value. */
  OptionalDouble worst() {
    return pairs.stream()
        .max(Comparator.comparingDouble(p -> Math.abs(p.millis())))
        .map(p -> OptionalDouble.of(p.millis()))
        .orElse(OptionalDouble.empty());
  }

  /** Returns the error of the last pair. */
  OptionalDouble last() {
    return pairs.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(pairs.get(pairs.size() - 1).millis());
  }

  /** Describes each pair, for instance {@code 3 s: +12 ms}. */
  String describe() {
    StringBuilder out = new StringBuilder();
    for (Pair p : pairs) {
      out.append(String.format(Locale.ROOT, "%.0f s: %+.0f ms; ", p.second(), p.millis()));
    }
    return out.toString();
  }

  /** Matches tones and frames by their source time. */
  static SyncErrors of(Observed observed) {
    List<Observed.Frame> frames = movingFrames(observed.frames());
    List<Pair> pairs = new ArrayList<>();
    for (Observed.Beep beep : observed.beeps()) {
      double heard = mediaTime(beep.deviceTime(), observed.clock());
      int second = SyncClip.secondOf(beep.hertz());
      if (second >= 0 && !Double.isNaN(heard)) {
        pair(second, heard, frames, pairs);
      }
    }
    return new SyncErrors(pairs);
  }

  private static void pair(
      int second, double heard, List<Observed.Frame> frames, List<Pair> pairs) {
    Observed.Frame nearest = null;
    double nearestSecond = 0;
    // Pitches repeat, so a tone may encode several seconds: the one nearest to a frame counts, and
    // of two frames the one shown nearer to the tone.
    for (Observed.Frame frame : frames) {
      double period = SyncClip.PITCHES * SyncClip.BEEP_EVERY;
      double candidate = second + period * Math.round((frame.sourceTime() - second) / period);
      double distance = Math.abs(frame.sourceTime() - candidate);
      if (candidate < 0 || distance > FRAME_WINDOW) {
        continue;
      }
      double error = Math.abs(shown(frame, candidate) - heard);
      if (nearest == null
          || (candidate == nearestSecond
              ? distance < Math.abs(nearest.sourceTime() - candidate)
              : error < Math.abs(shown(nearest, nearestSecond) - heard))) {
        nearest = frame;
        nearestSecond = candidate;
      }
    }
    if (nearest != null) {
      pairs.add(new Pair(nearestSecond, (heard - shown(nearest, nearestSecond)) * 1000));
    }
  }

  private static double shown(Observed.Frame frame, double second) {
    return frame.mediaTime() + second - frame.sourceTime();
  }

  /**
   * Returns the frames that were first shown at their media time: of a still picture the first one,
   * and not the first picture of all, which waits for the sound.
   */
  private static List<Observed.Frame> movingFrames(List<Observed.Frame> frames) {
    List<Observed.Frame> legible =
        frames.stream().filter(f -> !Double.isNaN(f.sourceTime())).toList();
    List<Observed.Frame> moving = new ArrayList<>();
    for (int i = 0; i < legible.size(); i++) {
      double source = legible.get(i).sourceTime();
      boolean again = i > 0 && legible.get(i - 1).sourceTime() == source;
      boolean standsAtStart = i == 0 && legible.size() > 1 && legible.get(1).sourceTime() == source;
      if (!again && !standsAtStart) {
        moving.add(legible.get(i));
      }
    }
    return moving;
  }

  /** Returns the player's time at a time of the device, or NaN. */
  private static double mediaTime(double deviceTime, List<Observed.Clock> clock) {
    double[] offsets =
        clock.stream()
            .filter(c -> Math.abs(c.deviceTime() - deviceTime) <= CLOCK_WINDOW)
            .mapToDouble(c -> c.mediaTime() - c.deviceTime())
            .sorted()
            .toArray();
    return offsets.length == 0 ? Double.NaN : deviceTime + offsets[offsets.length / 2];
  }
}
