package io.sealcast.range;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/**
 * Some bytes of an object, at least one.
 *
 * @param from offset of the first byte, 0 or more
 * @param to offset of the last byte, inclusive, at least {@code from}
 */
public record ByteRange(long from, long to) {
  /**
   * Makes a range.
   *
   * @throws IllegalArgumentException when it is empty or begins before the object
   */
  public ByteRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no range: " + from + " to " + to);
    }
  }

  /**
   * A range that a caller asked for.
   *
   * @throws DomainException RANGE_NOT_SATISFIABLE when there is no such range
   */
  public static ByteRange requested(long from, long to) {
    if (from < 0 || to < from) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    return new ByteRange(from, to);
  }

  /**
   * All bytes of an object.
   *
   * @param size bytes of the object, at least 1
   */
  public static ByteRange whole(long size) {
    return new ByteRange(0, size - 1);
  }

  /** How many bytes it has. */
  public long length() {
    return to - from + 1;
  }

  /** Whether it lies within an object of {@code size} bytes. */
  public boolean isWithin(long size) {
    return to < size;
  }

  /**
   * What is left of it from {@code offset} on.
   *
   * @param offset within the range
   */
  public ByteRange startingAt(long offset) {
    return new ByteRange(offset, to);
  }

  /** The value of the header {@code Content-Range} (RFC 9110, section 14.4). */
  public String contentRange(long size) {
    return "bytes " + from + "-" + to + "/" + size;
  }
}
