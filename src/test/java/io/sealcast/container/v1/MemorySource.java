package io.sealcast.container.v1;

import io.sealcast.container.CiphertextSource;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;

/** A container in memory, or its beginning, that remembers what was read of it. */
final class MemorySource implements CiphertextSource {
  /** One read: {@code length} bytes from {@code position}. */
  record Read(long position, int length) {}

  final List<Read> reads = new ArrayList<>();
  private final byte[] bytes;
  private final int size;

  MemorySource(byte[] bytes) {
    this(bytes, bytes.length);
  }

  /**
   * Cuts a container without copying it.
   *
   * @param size how many of the bytes there are
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
