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
