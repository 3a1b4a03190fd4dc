package io.sealcast.container;

import java.io.IOException;

/** The bytes of a container, readable from any position. Not thread-safe. */
public interface CiphertextSource {
  /** Returns the length in bytes. */
  long size();

  /**
   * Reads exactly {@code length} bytes from {@code position}.
   *
   * @throws java.io.EOFException when the source ends before {@code position + length}
   */
  void readFully(long position, byte[] target, int offset, int length) throws IOException;
}
