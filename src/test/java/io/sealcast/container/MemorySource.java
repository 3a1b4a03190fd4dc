package io.sealcast.container;

import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;

/** A container in memory that remembers what was read of it. */
final class MemorySource implements CiphertextSource {
  /** One read: {@code length} bytes from {@code position}. */
  record Read(long position, int length) {}

  final List<Read> reads = new ArrayList<>();
  private final byte[] bytes;

  MemorySource(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int length) throws EOFException {
    if (position + length > bytes.length) {
      throw new EOFException();
    }
    reads.add(new Read(position, length));
    System.arraycopy(bytes, (int) position, target, offset, length);
  }
}
