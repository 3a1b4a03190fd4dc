package io.sealcast.range;

import java.util.UUID;

/**
 * A range of a stored object.
 *
 * @param object id of the object
 * @param size length of the object in bytes
 * @param bytes the range, within the object
 */
public record ObjectRange(UUID object, long size, ByteRange bytes) {
  /**
   * Creates a range.
   *
   * @throws IllegalArgumentException when it exceeds the object
   */
  public ObjectRange {
    if (!bytes.isWithin(size)) {
      throw new IllegalArgumentException(bytes + " ends behind " + size);
    }
  }

  /**
   * Returns the range of all bytes of an object.
   *
   * @param size length of the object in bytes, at least 1
   */
  public static ObjectRange whole(UUID object, long size) {
    return new ObjectRange(object, size, ByteRange.whole(size));
  }

  /** Returns another range of the same object. */
  public ObjectRange part(ByteRange part) {
    return new ObjectRange(object, size, part);
  }

  /** Returns the position of the first byte. */
  public long from() {
    return bytes.from();
  }

  /** Returns the position of the last byte, inclusive. */
  public long to() {
    return bytes.to();
  }
}
