package io.sealcast.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * A published blob that is open for ranged reads. When the blob is replaced or deleted while it is
 * open, a read returns the old bytes or throws, depending on the store; it never mixes old and new
 * bytes. Not thread-safe.
 */
public interface Blob extends Closeable {

  /** Length in bytes. */
  long size();

  /**
   * Reads exactly {@code length} bytes from {@code position}.
   *
   * @throws java.io.EOFException when the blob ends before {@code position + length}
   */
  void readFully(long position, byte[] target, int offset, int length) throws IOException;
}
