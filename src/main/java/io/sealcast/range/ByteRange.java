package io.sealcast.range;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/**
 * A non-empty range of bytes of an object.
 *
 * @param from position of the first byte, 0 or more
 * @param to position of the last byte, inclusive, at least {@code from}
 */
public record ByteRange(long from, long to) {
  /**
   * Creates a range.
   *
   * @throws IllegalArgumentException when it is empty or {@code from} is negative
   */
  public ByteRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no range: " + from + " to " + to);
    }
  }

  /**
   * Creates a range from a caller's values.
   *
   * @throws DomainException RANGE_NOT_SATISFIABLE when it is empty or {@code from} is negative
   */
  public static ByteRange requested(long from, long to) {
    if (from < 0 || to < from) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    return new ByteRange(from, to);
  }

  /**
   * Returns the range of all bytes of an object.
   *
   * @param size length of the object in bytes, at least 1
   */
  public static ByteRange whole(long size) {
    return new ByteRange(0, size - 1);
  }

  /** Returns the number of bytes. */
  public long length() {
    return to - from + 1;
  }

  /** Whether the range lies within an object of {@code size} bytes. */
  public boolean isWithin(long size) {
    return to < size;
  }

  /**
   * Returns the part of the range that starts at {@code offset}.
   *
   * @param offset position within the range
   */
  public ByteRange startingAt(long offset) {
    return new ByteRange(offset, to);
  }

  /** Returns the value of the header {@code Content-Range} (RFC 9110, section 14.4). */
  public String contentRange(long size) {
    return "bytes " + from + "-" + to + "/" + size;
  }
}
