package io.sealcast.container.v1;

import io.sealcast.container.CiphertextSource;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;

/** A container in memory, or its beginning, that records the reads. */
final class MemorySource implements CiphertextSource {
  /** A read of {@code length} bytes from {@code position}. */
  record Read(long position, int length) {}

  final List<Read> reads = new ArrayList<>();
  private final byte[] bytes;
  private final int size;

  MemorySource(byte[] bytes) {
    this(bytes, bytes.length);
  }

  /**
   * Creates a source over the beginning of a container without copying it.
   *
   * @param size number of bytes
   */
  MemorySource(byte[] bytes, int size) {
    this.bytes = bytes;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int length) throws EOFException {
    if (position + length > size) {
      throw new EOFException();
    }
    reads.add(new Read(position, length));
    System.arraycopy(bytes, (int) position, target, offset, length);
  }
}
