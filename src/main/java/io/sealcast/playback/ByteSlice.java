package io.sealcast.playback;

/**
 * A slice of plaintext for a viewer, at most one chunk. The array may be shared with the cache and
 * with other viewers, so nobody may modify it.
 *
 * @param offset position of the first byte in the object
 * @param array up to 1 MiB; empty for the receipt of a chunk that went to a session's own topic
 * @param start index of the slice's first byte in the array
 * @param length length of the slice, 1 byte to 1 MiB
 */
public record ByteSlice(long offset, byte[] array, int start, int length) {
  /** Creates a slice of a whole array. */
  public ByteSlice(long offset, byte[] bytes) {
    this(offset, bytes, 0, bytes.length);
  }
}
