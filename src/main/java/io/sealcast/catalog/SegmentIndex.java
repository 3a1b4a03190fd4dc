package io.sealcast.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The positions of the segments of a fragmented MP4 file, or of one of its tracks.
 *
 * @param initOffset position of the initialization segment
 * @param initSize number of bytes of the initialization segment, which contain {@code ftyp} and
 *     {@code moov}; 0 for a part that isn't the first
 * @param segments segments in the order of time and of their positions
 * @param apart the same file as a picture track and a sound track, of which each can be fetched
 *     without the other; empty for a file that can't be read so, and for one track
 */
public record SegmentIndex(
    long initOffset, long initSize, List<Segment> segments, Optional<Apart> apart) {

  public SegmentIndex {
    segments = List.copyOf(segments);
  }

  /** An index of a file that begins with its initialization segment and can't be read apart. */
  public SegmentIndex(long initSize, List<Segment> segments) {
    this(0, initSize, segments, Optional.empty());
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
   * Returns the index of a file from those of its parts. The file can be read apart when all parts
   * can.
   *
   * @param parts the parts in their order, at least one
   * @param positions position of the first byte of each part in the file
   */
  public static SegmentIndex joined(List<SegmentIndex> parts, List<Long> positions) {
    List<Apart> aparts = parts.stream().flatMap(part -> part.apart().stream()).toList();
    Optional<Apart> apart =
        aparts.size() < parts.size()
            ? Optional.empty()
            : Optional.of(
                new Apart(
                    joined(aparts.stream().map(Apart::picture).toList(), positions),
                    joined(aparts.stream().map(Apart::sound).toList(), positions)));
    List<Segment> all = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      long position = positions.get(i);
      for (Segment s : parts.get(i).segments) {
        all.add(new Segment(s.start(), s.duration(), position + s.offset(), s.size()));
      }
    }
    SegmentIndex first = parts.get(0);
    return new SegmentIndex(first.initOffset, first.initSize, all, apart);
  }

  /**
   * A file as two tracks. A picture segment begins where the file's segment begins; the sound
   * segment follows it, and both are the whole segment of the file. While the sound pauses and
   * after its end, there are picture segments alone.
   */
  public record Apart(SegmentIndex picture, SegmentIndex sound) {}

  /**
   * A segment: one {@code moof} and one {@code mdat}, or those of pictures followed by those of
   * sound.
   *
   * @param start start time in seconds
   * @param duration duration in seconds
   * @param offset position of the first byte in the object
   * @param size length in bytes
   */
  public record Segment(double start, double duration, long offset, long size) {}
}
