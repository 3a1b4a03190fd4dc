package io.sealcast.range;

/**
 * The grid that an object's plaintext is cut by: chunk {@code i} begins at {@code i} times the
 * chunk's size, and only the last one may be shorter.
 *
 * @param chunkSize bytes of plaintext in a chunk: a power of two, {@value #MIN_CHUNK_SIZE} to
 *     {@value #MAX_CHUNK_SIZE}
 */
public record ChunkGrid(int chunkSize) {
  public static final int MIN_CHUNK_SIZE = 1 << 16;
  public static final int MAX_CHUNK_SIZE = 1 << 20;

  /** The grid of delivery: a range request asks for bytes of one of its chunks. */
  public static final ChunkGrid DEFAULT = new ChunkGrid(MAX_CHUNK_SIZE);

  /**
   * Makes a grid.
   *
   * @throws IllegalArgumentException for a size that no container may have
   */
  public ChunkGrid {
    if (!isChunkSize(chunkSize)) {
      throw new IllegalArgumentException("no chunk size: " + chunkSize);
    }
  }

  /** Whether a container may have chunks of {@code size} bytes. */
  public static boolean isChunkSize(int size) {
    return size >= MIN_CHUNK_SIZE && size <= MAX_CHUNK_SIZE && Integer.bitCount(size) == 1;
  }

  /** The chunk that a byte lies in. */
  public long indexOf(long offset) {
    return offset / chunkSize;
  }

  /** Where a chunk begins. */
  public long startOf(long index) {
    return index * chunkSize;
  }

  /**
   * The bytes of a chunk.
   *
   * @param size bytes of the object, which end its last chunk
   */
  public ByteRange chunk(long index, long size) {
    return new ByteRange(startOf(index), Math.min(size, startOf(index + 1)) - 1);
  }

  /** The part of {@code range} that lies in the chunk with the first of its bytes. */
  public ByteRange firstChunkOf(ByteRange range) {
    long end = startOf(indexOf(range.from()) + 1) - 1;
    return new ByteRange(range.from(), Math.min(range.to(), end));
  }

  /** Whether all bytes of a range lie in one chunk. */
  public boolean isInOneChunk(ByteRange range) {
    return indexOf(range.from()) == indexOf(range.to());
  }
}
