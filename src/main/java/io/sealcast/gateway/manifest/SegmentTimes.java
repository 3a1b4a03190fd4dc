package io.sealcast.gateway.manifest;

import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.SegmentIndex.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The times of a track's segments in whole units, as a timeline of DASH needs them. Times are
 * rounded and durations are their differences, so that the rounding errors don't add up.
 *
 * @param bounds start of each segment, then the end of the last one; not negative, ascending
 */
record SegmentTimes(List<Long> bounds) {
  /** Units per second. */
  static final long TIMESCALE = 1_000_000;

  SegmentTimes {
    bounds = List.copyOf(bounds);
  }

  /**
   * Rounds the times of an index. A start before 0, which is less than 2 ms where it occurs,
   * becomes 0, because a manifest can't express it.
   */
  static SegmentTimes of(SegmentIndex index) {
    List<Long> bounds = new ArrayList<>();
    long previous = 0;
    for (Segment segment : index.segments()) {
      previous = Math.max(previous, units(segment.start()));
      bounds.add(previous);
    }
    bounds.add(Math.max(previous, units(index.duration())));
    return new SegmentTimes(bounds);
  }

  /** Returns a time in units. */
  static long units(double seconds) {
    return Math.round(seconds * TIMESCALE);
  }

  /** Returns the start of the first segment. */
  long start() {
    return bounds.get(0);
  }

  /** Returns the end of the last segment. */
  long end() {
    return bounds.get(bounds.size() - 1);
  }

  int count() {
    return bounds.size() - 1;
  }

  /** Returns the duration of a segment. */
  long duration(int segment) {
    return bounds.get(segment + 1) - bounds.get(segment);
  }

  /** Returns the duration of the longest segment; 0 when there is none. */
  long longest() {
    return IntStream.range(0, count()).mapToLong(this::duration).max().orElse(0);
  }
}
