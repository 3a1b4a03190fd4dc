package io.sealcast.gateway;

import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/**
 * How a range falls into pieces: it is cut where the object's chunks end, so only its first and
 * last piece may be shorter than a chunk. Numbers count from 0 at the range's beginning; for a
 * whole object they are the chunks' own.
 *
 * @param from first byte
 * @param to last byte, inclusive
 */
record ChunkPlan(long from, long to) {
  /** Bytes of plaintext in a chunk of the container. */
  static final int CHUNK_SIZE = 1 << 20;

  long size() {
    return to - from + 1;
  }

  /** How many pieces there are, at least 1. */
  long count() {
    return to / CHUNK_SIZE - from / CHUNK_SIZE + 1;
  }

  /** The offset in the object at which a piece begins. */
  long startOf(long index) {
    return index == 0 ? from : (from / CHUNK_SIZE + index) * CHUNK_SIZE;
  }

  boolean isLast(long index) {
    return index == count() - 1;
  }

  /**
   * Whether a piece is the one with this number, whole. A gap must never reach a viewer as though
   * it were the video.
   *
   * @throws DomainException INTERNAL_ERROR when it isn't
   */
  ByteSlice check(long index, ByteSlice slice) {
    long end = isLast(index) ? to + 1 : startOf(index + 1);
    if (index >= count()
        || slice.offset() != startOf(index)
        || slice.offset() + slice.length() != end) {
      throw new DomainException(ErrorCode.INTERNAL_ERROR);
    }
    return slice;
  }
}
