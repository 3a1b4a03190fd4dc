package io.sealcast.range;

import java.util.List;
import java.util.UUID;

/**
 * A range of a view, which consists of all bytes of stored objects in their order.
 *
 * @param extents the objects of the view, without gaps
 * @param bytes the range, counted from the beginning of the view
 */
public record ViewRange(List<Extent> extents, ByteRange bytes) {
  /**
   * An object in a view.
   *
   * @param object id of the object
   * @param size length of the object in bytes, at least 1
   * @param start position of its first byte in the view
   */
  public record Extent(UUID object, long size, long start) {
    long end() {
      return start + size;
    }
  }

  /**
   * The part of a view's range that lies in one chunk of an object.
   *
   * @param range the bytes, counted from the beginning of the object
   * @param start position of the object's first byte in the view
   * @param endsView whether the object is the last one of the view
   */
  public record ChunkRange(ObjectRange range, long start, boolean endsView) {}

  /**
   * Creates a range.
   *
   * @throws IllegalArgumentException when it exceeds the view, or the extents have gaps
   */
  public ViewRange {
    extents = List.copyOf(extents);
    long end = 0;
    for (Extent extent : extents) {
      if (extent.start() != end || extent.size() < 1) {
        throw new IllegalArgumentException("no extents: " + extents);
      }
      end = extent.end();
    }
    if (!bytes.isWithin(end)) {
      throw new IllegalArgumentException(bytes + " ends behind " + end);
    }
  }

  /** Returns a range of an object that is a view by itself. */
  public static ViewRange of(ObjectRange range) {
    Extent whole = new Extent(range.object(), range.size(), 0);
    return new ViewRange(List.of(whole), range.bytes());
  }

  /** Returns the length of the view in bytes. */
  public long size() {
    return extents.get(extents.size() - 1).end();
  }

  /** Returns the position of the first byte in the view. */
  public long from() {
    return bytes.from();
  }

  /** Returns the position of the last byte in the view, inclusive. */
  public long to() {
    return bytes.to();
  }

  /**
   * Returns the part of the range that starts at a position and lies in one chunk of an object.
   *
   * @param position position in the view, within the range
   */
  public ChunkRange chunkRangeAt(long position) {
    int index = indexOf(position);
    Extent extent = extents.get(index);
    long to = Math.min(bytes.to(), extent.end() - 1);
    ByteRange wanted = new ByteRange(position - extent.start(), to - extent.start());
    ObjectRange range =
        new ObjectRange(extent.object(), extent.size(), ChunkGrid.DEFAULT.firstChunkOf(wanted));
    return new ChunkRange(range, extent.start(), index == extents.size() - 1);
  }

  private int indexOf(long position) {
    int low = 0;
    int high = extents.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (extents.get(middle).start() <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
