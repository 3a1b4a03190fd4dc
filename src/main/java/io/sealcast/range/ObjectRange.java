package io.sealcast.range;

import java.util.UUID;

/**
 * Bytes of one stored object.
 *
 * @param object the stored object's id
 * @param size bytes of the whole object
 * @param bytes the range, within the object
 */
public record ObjectRange(UUID object, long size, ByteRange bytes) {
  /**
   * Makes a range.
   *
   * @throws IllegalArgumentException when it ends behind the object
   */
  public ObjectRange {
    if (!bytes.isWithin(size)) {
      throw new IllegalArgumentException(bytes + " ends behind " + size);
    }
  }

  /**
   * All bytes of an object.
   *
   * @param size bytes of the object, at least 1
   */
  public static ObjectRange whole(UUID object, long size) {
    return new ObjectRange(object, size, ByteRange.whole(size));
  }

  /** The same object's bytes {@code part}. */
  public ObjectRange part(ByteRange part) {
    return new ObjectRange(object, size, part);
  }

  /** Offset of the first byte. */
  public long from() {
    return bytes.from();
  }

  /** Offset of the last byte, inclusive. */
  public long to() {
    return bytes.to();
  }
}
