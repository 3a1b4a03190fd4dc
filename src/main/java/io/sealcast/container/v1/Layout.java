package io.sealcast.container.v1;

import io.sealcast.range.ChunkGrid;

/**
 * Where everything lies in a container: arithmetic, so that a seek needs no index. The table is in
 * {@code docs/container-format.md}.
 *
 * @param chunkSize bytes of plaintext in every chunk but the last, a power of two from 64 KiB to 1
 *     MiB
 */
record Layout(int chunkSize) {
  static final int BLOCK = 16;
  static final int TAG = 32;
  static final int TRAILER = Long.BYTES + TAG;

  /** 1 PiB: far above any video, and far from overflow. */
  static final long MAX_SIZE = 1L << 50;

  Layout {
    if (!ChunkGrid.isChunkSize(chunkSize)) {
      throw new IllegalArgumentException("chunk size " + chunkSize);
    }
  }

  /** Bytes from the start of one chunk to the start of the next. */
  int stride() {
    return sealedLength(chunkSize);
  }

  /** Bytes of a chunk in the container: PKCS#7 always adds 1 to 16, then comes the tag. */
  static int sealedLength(int plainLength) {
    return (plainLength / BLOCK + 1) * BLOCK + TAG;
  }

  long position(long index) {
    return Header.LENGTH + index * stride();
  }

  /** An empty object has one empty chunk, for there must be a last one. */
  long chunkCount(long size) {
    return size == 0 ? 1 : (size + chunkSize - 1) / chunkSize;
  }

  int plainLength(long size, long index) {
    return (int) Math.min(chunkSize, size - index * chunkSize);
  }

  /** Bytes of the whole container. */
  long containerSize(long size) {
    long last = chunkCount(size) - 1;
    return position(last) + sealedLength(plainLength(size, last)) + TRAILER;
  }
}
