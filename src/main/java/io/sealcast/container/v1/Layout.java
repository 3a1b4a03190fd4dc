package io.sealcast.container.v1;

import io.sealcast.range.ChunkGrid;

/**
 * Computes positions in a container, so that reading from any position needs no index. {@code
 * docs/container-format.md} has the table.
 *
 * @param chunkSize plaintext bytes of every chunk but the last, a power of two from 64 KiB to 1 MiB
 */
record Layout(int chunkSize) {
  static final int BLOCK = 16;
  static final int TAG = 32;
  static final int TRAILER = Long.BYTES + TAG;

  /**
   * Maximum length of the plaintext in bytes, 1 PiB: longer than any video and without risk of
   * overflow.
   */
  static final long MAX_SIZE = 1L << 50;

  Layout {
    if (!ChunkGrid.isChunkSize(chunkSize)) {
      throw new IllegalArgumentException("chunk size " + chunkSize);
    }
  }

  /** Returns the distance in bytes between the beginnings of two successive chunks. */
  int stride() {
    return sealedLength(chunkSize);
  }

  /**
   * Returns the length in bytes of a chunk in the container: PKCS#7 adds 1 to 16 bytes, and the tag
   * follows.
   */
  static int sealedLength(int plainLength) {
    return (plainLength / BLOCK + 1) * BLOCK + TAG;
  }

  long position(long index) {
    return Header.LENGTH + index * stride();
  }

  /**
   * Returns the number of chunks. An empty object has one empty chunk, since the last chunk is
   * marked.
   */
  long chunkCount(long size) {
    return size == 0 ? 1 : (size + chunkSize - 1) / chunkSize;
  }

  int plainLength(long size, long index) {
    return (int) Math.min(chunkSize, size - index * chunkSize);
  }

  /** Returns the length of the whole container in bytes. */
  long containerSize(long size) {
    long last = chunkCount(size) - 1;
    return position(last) + sealedLength(plainLength(size, last)) + TRAILER;
  }
}
