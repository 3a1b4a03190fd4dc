package io.sealcast.vault;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A stored object, open for decrypting; for one thread at a time. */
public interface ObjectReader extends Closeable {
  /** Bytes of plaintext in every chunk but the last: a power of two, 64 KiB to 1 MiB. */
  int chunkSize();

  long chunkCount();

  /** Bytes of plaintext. */
  long size();

  /**
   * One chunk, verified and decrypted. The buffer is the reader's own, valid until the next call.
   *
   * @param index 0 to {@link #chunkCount()} - 1
   * @throws io.sealcast.problem.DomainException INTEGRITY_FAILED; then no byte was released
   */
  ByteBuffer chunk(long index) throws IOException;

  /**
   * Plaintext from any position, verified as {@link #chunk} is, whatever chunks it lies in. The
   * buffer is the reader's own, valid until the next call.
   *
   * @param length 1 byte to 1 MiB, not beyond the end
   */
  ByteBuffer slice(long position, int length) throws IOException;

  /**
   * Reads from any position; touches only the chunks that it overlaps.
   *
   * @return how many bytes were read, at least 1, or -1 at the end
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;

  @Override
  void close();
}
