package io.sealcast.media.ffmpeg;

import java.util.PriorityQueue;

/** Summarizes the packets of one stream, which arrive in decoding order. */
final class StreamScan {
  /** Size of the reorder window in pictures; no supported codec reorders more. */
  private static final int REORDERED = 20;

  private static final double SAME = 0.0001;

  /**
   * Upper limit of the histogram of intervals in milliseconds; longer intervals share its last
   * bucket.
   */
  private static final int LONGEST_COUNTED = 200;

  private final double packetDuration;
  private final PriorityQueue<Double> waiting = new PriorityQueue<>();
  private final long[] intervals = new long[LONGEST_COUNTED + 1];
  private double lastShown = Double.NaN;
  private double longestInterval;
  private long packets;
  private long keyframes;
  private double start = Double.NaN;
  private double end = Double.NaN;
  private double lastDuration;
  private boolean keyframeFirst;
  private double lastKeyframe = Double.NaN;
  private double keyframeGap;
  private long group;
  private long largestGroup;
  private boolean openGroups;
  private long hidden;
  private long corrupt;
  private double lastCorrupt = Double.NaN;
  private boolean unsteady;
  private double lastDecoded = Double.NEGATIVE_INFINITY;
  private double summed;
  private double firstSummed = Double.NaN;
  private double drift;

  /**
   * @param packetDuration duration in seconds of each packet by the codec, which is more exact than
   *     the containers' values; 0 when the codec has no fixed duration
   */
  StreamScan(double packetDuration) {
    this.packetDuration = packetDuration;
  }

  /**
   * Adds a packet.
   *
   * @param pts presentation time in seconds; NaN when the packet has none
   * @param dts decoding time in seconds; NaN when the packet has none
   * @param duration seconds; 0 when unknown
   * @param size bytes; 0 when unknown
   * @param flags ffprobe's flags: K for a keyframe, D for a packet to discard, C for a corrupt one
   */
  void add(double pts, double dts, double duration, long size, String flags) {
    double time = Double.isNaN(pts) ? dts : pts;
    boolean key = flags.indexOf('K') >= 0;
    if (packets++ == 0) {
      keyframeFirst = key;
    }
    group = key ? size : group + size;
    largestGroup = Math.max(largestGroup, group);
    if (flags.indexOf('C') >= 0) {
      corrupt++;
      lastCorrupt = Double.isNaN(time) ? end : time;
    }
    if (Double.isNaN(time)) {
      unsteady = true;
      return;
    }
    if (!Double.isNaN(dts)) {
      unsteady |= dts <= lastDecoded;
      lastDecoded = Math.max(lastDecoded, dts);
    }
    if (flags.indexOf('D') >= 0) {
      hidden++;
      return;
    }
    unsteady |= Double.isNaN(pts);
    keyframes(time, key);
    span(time, duration);
    waiting.add(time);
    if (waiting.size() > REORDERED) {
      show(waiting.poll());
    }
  }

  private void keyframes(double time, boolean key) {
    if (key) {
      keyframes++;
      if (!Double.isNaN(lastKeyframe)) {
        keyframeGap = Math.max(keyframeGap, time - lastKeyframe);
      }
      lastKeyframe = time;
    } else if (time < lastKeyframe - SAME) {
      openGroups = true;
    }
  }

  private void span(double time, double duration) {
    start = Double.isNaN(start) ? time : Math.min(start, time);
    if (Double.isNaN(end) || time + duration >= end) {
      end = time + duration;
      lastDuration = duration;
    }
    firstSummed = Double.isNaN(firstSummed) ? time : firstSummed;
    drift = Math.max(drift, Math.abs(time - firstSummed - summed));
    summed += packetDuration > 0 ? packetDuration : duration;
  }

  private void show(double time) {
    if (!Double.isNaN(lastShown)) {
      double interval = time - lastShown;
      unsteady |= interval < SAME;
      longestInterval = Math.max(longestInterval, interval);
      intervals[(int) Math.min(LONGEST_COUNTED, Math.max(0, Math.round(interval * 1000)))]++;
    }
    lastShown = time;
  }

  /**
   * Returns the summary of the packets so far. It is called where a group of pictures ends: a later
   * packet that is shown before one of these counts as unsteady.
   */
  PacketSummary summary() {
    while (!waiting.isEmpty()) {
      show(waiting.poll());
    }
    double lastGap = Double.isNaN(lastKeyframe) ? Double.POSITIVE_INFINITY : end - lastKeyframe;
    return new PacketSummary(
        packets,
        keyframes,
        start,
        end,
        lastDuration,
        keyframeFirst,
        Math.max(keyframeGap, lastGap - lastDuration),
        largestGroup,
        longestInterval,
        usualInterval(),
        openGroups,
        hidden,
        corrupt,
        lastCorrupt,
        unsteady,
        drift);
  }

  private double usualInterval() {
    long all = 0;
    for (long count : intervals) {
      all += count;
    }
    long passed = 0;
    for (int millis = 1; millis <= LONGEST_COUNTED && all > 0; millis++) {
      passed += intervals[millis];
      if (passed * 10 > all) {
        return millis / 1000.0;
      }
    }
    return 0;
  }
}
