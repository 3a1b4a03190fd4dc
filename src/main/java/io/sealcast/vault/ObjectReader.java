package io.sealcast.vault;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Decrypts a stored object. Not thread-safe. */
public interface ObjectReader extends Closeable {
  /** Returns the plaintext length of every chunk but the last: a power of two, 64 KiB to 1 MiB. */
  int chunkSize();

  long chunkCount();

  /** Returns the length of the plaintext in bytes. */
  long size();

  /**
   * Verifies and decrypts a chunk. The buffer belongs to the reader and is valid until the next
   * call.
   *
   * @param index 0 to {@link #chunkCount()} - 1
   * @throws io.sealcast.problem.DomainException INTEGRITY_FAILED; no unverified byte is released
   */
  ByteBuffer chunk(long index) throws IOException;

  /**
   * Verifies and decrypts bytes from any position, which may span several chunks. The buffer
   * belongs to the reader and is valid until the next call.
   *
   * @param length 1 byte to 1 MiB, not beyond the end of the object
   */
  ByteBuffer slice(long position, int length) throws IOException;

  /**
   * Reads bytes from any position. Only the chunks that contain them are decrypted.
   *
   * @return number of bytes read, at least 1, or -1 at the end
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;

  @Override
  void close();
}
