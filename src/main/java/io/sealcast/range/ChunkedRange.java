package io.sealcast.range;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/**
 * A range divided at the boundaries of chunks, so that only its first and last slice may be shorter
 * than a chunk. The slices are numbered from 0; those of a whole object have the indexes of their
 * chunks.
 *
 * @param bytes the whole range
 * @param grid the grid that defines the chunks
 */
public record ChunkedRange(ByteRange bytes, ChunkGrid grid) {
  /** Divides a range by the grid of delivery. */
  public ChunkedRange(ByteRange bytes) {
    this(bytes, ChunkGrid.DEFAULT);
  }

  /** Returns the number of slices, at least 1. */
  public long count() {
    return grid.indexOf(bytes.to()) - grid.indexOf(bytes.from()) + 1;
  }

  /** Returns the position in the object at which a slice begins. */
  public long startOf(long index) {
    return index == 0 ? bytes.from() : grid.startOf(grid.indexOf(bytes.from()) + index);
  }

  /** Whether a slice is the last one. */
  public boolean isLast(long index) {
    return index == count() - 1;
  }

  /**
   * Checks that bytes are exactly the slice with an index, so that viewers never get a stream with
   * a gap.
   *
   * @param offset position of the first byte in the object
   * @param length number of bytes
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
