package io.sealcast.range;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/**
 * A range, cut where the object's chunks end: only its first and last slice may be shorter than a
 * chunk. Slices are numbered from 0 at the range's beginning; for a whole object the numbers are
 * the chunks' own.
 *
 * @param bytes the whole range
 * @param grid where it is cut
 */
public record ChunkedRange(ByteRange bytes, ChunkGrid grid) {
  /** Cuts by the grid of delivery. */
  public ChunkedRange(ByteRange bytes) {
    this(bytes, ChunkGrid.DEFAULT);
  }

  /** How many slices there are, at least 1. */
  public long count() {
    return grid.indexOf(bytes.to()) - grid.indexOf(bytes.from()) + 1;
  }

  /** The offset in the object at which a slice begins. */
  public long startOf(long index) {
    return index == 0 ? bytes.from() : grid.startOf(grid.indexOf(bytes.from()) + index);
  }

  /** Whether no slice follows this one. */
  public boolean isLast(long index) {
    return index == count() - 1;
  }

  /**
   * Checks that bytes are the slice with this number, whole. A gap must never reach a viewer as
   * though it were the video.
   *
   * @param offset of the first byte in the object
   * @param length how many bytes there are
   * @throws DomainException INTERNAL_ERROR when they aren't that slice
   */
  public void requireSlice(long index, long offset, int length) {
    if (index >= count() || offset != startOf(index)) {
      throw new DomainException(ErrorCode.INTERNAL_ERROR);
    }
    long end = isLast(index) ? bytes.to() + 1 : startOf(index + 1);
    if (offset + length != end) {
      throw new DomainException(ErrorCode.INTERNAL_ERROR);
    }
  }
}
