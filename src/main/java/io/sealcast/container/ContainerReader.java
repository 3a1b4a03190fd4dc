package io.sealcast.container;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a container at any position. A chunk is verified as a whole before one byte of it is
 * released, and header, trailer and length before anything is. For one thread at a time.
 */
public interface ContainerReader {
  /** Bytes of plaintext. */
  long size();

  /** Bytes of plaintext in every chunk but the last; the header says it. */
  int chunkSize();

  /** At least 1. */
  long chunkCount();

  /**
   * One chunk's plaintext. The buffer is the context's, valid until the next call.
   *
   * @param index 0 to {@link #chunkCount()} - 1
   * @throws ContainerException.UnauthenticChunk when it isn't what was written there
   */
  ByteBuffer chunk(long index) throws IOException;

  /**
   * Plaintext from any position, whatever chunks it lies in; every one of them is verified before a
   * byte is released. The buffer is the context's, valid until the next call.
   *
   * @param length 1 byte to 1 MiB, not beyond the end
   * @throws ContainerException.UnauthenticChunk when a chunk isn't what was written there
   */
  ByteBuffer slice(long position, int length) throws IOException;

  /**
   * Reads from any position, up to the end of the chunk that it lies in.
   *
   * @return how many bytes were read, at least 1 unless {@code length} is 0; -1 at the end
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;
}
