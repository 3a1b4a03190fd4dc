package io.sealcast.catalog;

import java.util.List;

/**
 * Where each segment of a fragmented MP4 lies.
 *
 * @param initSize bytes before the first segment: {@code ftyp} and {@code moov}
 * @param segments in order of time, without gaps in bytes
 */
public record SegmentIndex(long initSize, List<Segment> segments) {

  public SegmentIndex {
    segments = List.copyOf(segments);
  }

  /** Seconds from 0 to the end of the last segment; 0 when there is none. */
  public double duration() {
    if (segments.isEmpty()) {
      return 0;
    }
    Segment last = segments.get(segments.size() - 1);
    return last.start() + last.duration();
  }

  /** Seconds of the longest segment; 0 when there is none. */
  public double longestSegment() {
    return segments.stream().mapToDouble(Segment::duration).max().orElse(0);
  }

  /**
   * One {@code moof}+{@code mdat}.
   *
   * @param start seconds
   * @param duration seconds
   * @param offset of its first byte in the object
   * @param size bytes
   */
  public record Segment(double start, double duration, long offset, long size) {}
}
