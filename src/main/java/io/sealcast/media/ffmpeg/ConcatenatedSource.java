package io.sealcast.media.ffmpeg;

import io.sealcast.media.FragmentIndex;
import io.sealcast.media.MediaSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Several sources, one after the other. */
record ConcatenatedSource(List<MediaSource> sources) implements MediaSource {
  ConcatenatedSource {
    sources = List.copyOf(sources);
  }

  /**
   * Returns the initialization segment of a rendition followed by one of its segments: the data
   * that a player has after a seek.
   *
   * @param part the part that contains the segment
   */
  static MediaSource ofSegment(byte[] init, MediaSource part, FragmentIndex.Fragment segment) {
    return new ConcatenatedSource(
        List.of(new MemorySource(init), new Range(part, segment.offset(), segment.size())));
  }

  /** Returns ranges of bytes of a rendition. */
  static MediaSource ofExtents(MediaSource rendition, List<FragmentIndex.Extent> extents) {
    return new ConcatenatedSource(
        extents.stream()
            .<MediaSource>map(e -> new Range(rendition, e.offset(), e.size()))
            .toList());
  }

  /**
   * Returns some segments of a rendition with its initialization segment.
   *
   * @param segments segments of the rendition, in order of time; there may be others between them
   */
  static MediaSource ofSegments(
      MediaSource rendition, long initSize, List<FragmentIndex.Fragment> segments) {
    List<MediaSource> sources = new ArrayList<>();
    sources.add(new Range(rendition, 0, initSize));
    segments.forEach(s -> sources.add(new Range(rendition, s.offset(), s.size())));
    return new ConcatenatedSource(sources);
  }

  @Override
  public long size() throws IOException {
    long size = 0;
    for (MediaSource source : sources) {
      size += source.size();
    }
    return size;
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    long left = position;
    for (MediaSource source : sources) {
      long size = source.size();
      if (left < size) {
        return source.read(left, target, offset, (int) Math.min(length, size - left));
      }
      left -= size;
    }
    return -1;
  }

  /** A range of bytes of a source. */
  private record Range(MediaSource source, long from, long size) implements MediaSource {
    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      return position >= size
          ? -1
          : source.read(from + position, target, offset, (int) Math.min(length, size - position));
    }
  }
}
