package io.sealcast.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * A published blob, open for ranged reads by one thread at a time. When it is replaced or deleted
 * meanwhile, it gives its old bytes or throws, as the store can; never some of the old and some of
 * the new.
 */
public interface Blob extends Closeable {

  /** Bytes. */
  long size();

  /**
   * Reads exactly {@code length} bytes from {@code position}.
   *
   * @throws java.io.EOFException when the blob ends before
   */
  void readFully(long position, byte[] target, int offset, int length) throws IOException;
}
