package io.sealcast.container;

import java.io.IOException;

/** Where a container's bytes are read from, at any position; used by one thread at a time. */
public interface CiphertextSource {
  /** Bytes. */
  long size();

  /**
   * Reads exactly {@code length} bytes from {@code position}.
   *
   * @throws java.io.EOFException when the source ends before
   */
  void readFully(long position, byte[] target, int offset, int length) throws IOException;
}
