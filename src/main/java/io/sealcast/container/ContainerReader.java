package io.sealcast.container;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Decrypts a container from any position. Header, trailer and length are verified first, and each
 * chunk is verified completely before any byte of it is released. Not thread-safe.
 */
public interface ContainerReader {
  /** Returns the length of the plaintext in bytes. */
  long size();

  /** Returns the plaintext length of every chunk but the last, which the header states. */
  int chunkSize();

  /** Returns the number of chunks, at least 1. */
  long chunkCount();

  /**
   * Returns the plaintext of a chunk. The buffer belongs to the context and is valid until the next
   * call.
   *
   * @param index 0 to {@link #chunkCount()} - 1
   * @throws ContainerException.UnauthenticChunk when the chunk was modified or moved
   */
  ByteBuffer chunk(long index) throws IOException;

  /**
   * Returns plaintext from any position, which may span several chunks. All of them are verified
   * before any byte is released. The buffer belongs to the context and is valid until the next
   * call.
   *
   * @param length 1 byte to 1 MiB, not beyond the end of the object
   * @throws ContainerException.UnauthenticChunk when a chunk was modified or moved
   */
  ByteBuffer slice(long position, int length) throws IOException;

  /**
   * Reads from any position, at most to the end of the chunk at that position.
   *
   * @return number of bytes read, at least 1 unless {@code length} is 0; -1 at the end
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;
}
