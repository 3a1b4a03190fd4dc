package io.sealcast.playback;

/**
 * Plaintext on its way to a viewer, at most one chunk of it. The array may lie in the cache and be
 * on its way to others too: nobody writes to it, and only this part of it is meant.
 *
 * @param offset of the first byte in the object
 * @param array up to 1 MiB; empty for the receipt of what went elsewhere
 * @param start where the piece begins in the array
 * @param length 1 byte to 1 MiB
 */
public record ByteSlice(long offset, byte[] array, int start, int length) {
  /** A whole array. */
  public ByteSlice(long offset, byte[] bytes) {
    this(offset, bytes, 0, bytes.length);
  }
}
