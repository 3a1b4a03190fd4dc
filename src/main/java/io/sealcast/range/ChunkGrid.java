package io.sealcast.range;

/**
 * The division of an object's plaintext into chunks. Chunk {@code i} begins at {@code i} times the
 * chunk size; only the last one may be shorter.
 *
 * @param chunkSize bytes of plaintext in a chunk: a power of two, {@value #MIN_CHUNK_SIZE} to
 *     {@value #MAX_CHUNK_SIZE}
 */
public record ChunkGrid(int chunkSize) {
  public static final int MIN_CHUNK_SIZE = 1 << 16;
  public static final int MAX_CHUNK_SIZE = 1 << 20;

  /** The grid of delivery. A range request covers bytes of one of its chunks. */
  public static final ChunkGrid DEFAULT = new ChunkGrid(MAX_CHUNK_SIZE);

  /**
   * Creates a grid.
   *
   * @throws IllegalArgumentException when {@link #isChunkSize} is false for the size
   */
  public ChunkGrid {
    if (!isChunkSize(chunkSize)) {
      throw new IllegalArgumentException("no chunk size: " + chunkSize);
    }
  }

  /** Whether {@code size} is a permitted chunk size. */
  public static boolean isChunkSize(int size) {
    return size >= MIN_CHUNK_SIZE && size <= MAX_CHUNK_SIZE && Integer.bitCount(size) == 1;
  }

  /** Returns the index of the chunk that contains a position. */
  public long indexOf(long offset) {
    return offset / chunkSize;
  }

  /** Returns the position at which a chunk begins. */
  public long startOf(long index) {
    return index * chunkSize;
  }

  /**
   * Returns the range of a chunk.
   *
   * @param size length of the object in bytes, which limits the last chunk
   */
  public ByteRange chunk(long index, long size) {
    return new ByteRange(startOf(index), Math.min(size, startOf(index + 1)) - 1);
  }

  /** Returns the part of a range that lies in its first chunk. */
  public ByteRange firstChunkOf(ByteRange range) {
    long end = startOf(indexOf(range.from()) + 1) - 1;
    return new ByteRange(range.from(), Math.min(range.to(), end));
  }

  /** Whether all bytes of a range lie in one chunk. */
  public boolean isInOneChunk(ByteRange range) {
    return indexOf(range.from()) == indexOf(range.to());
  }
}
