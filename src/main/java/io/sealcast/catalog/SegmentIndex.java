package io.sealcast.catalog;

import java.util.List;

/**
 * The positions of the segments of a fragmented MP4 file.
 *
 * @param initSize number of bytes before the first segment, which contain {@code ftyp} and {@code
 *     moov}
 * @param segments segments in the order of time, contiguous in the file
 */
public record SegmentIndex(long initSize, List<Segment> segments) {

  public SegmentIndex {
    segments = List.copyOf(segments);
  }

  /** Returns the end of the last segment in seconds; 0 when there is none. */
  public double duration() {
    if (segments.isEmpty()) {
      return 0;
    }
    Segment last = segments.get(segments.size() - 1);
    return last.start() + last.duration();
  }

  /** Returns the duration of the longest segment in seconds; 0 when there is none. */
  public double longestSegment() {
    return segments.stream().mapToDouble(Segment::duration).max().orElse(0);
  }

  /**
   * A segment, which is one {@code moof} and one {@code mdat}.
   *
   * @param start start time in seconds
   * @param duration duration in seconds
   * @param offset position of the first byte in the object
   * @param size length in bytes
   */
  public record Segment(double start, double duration, long offset, long size) {}
}
