package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaSource;

/** A file in memory. */
record MemorySource(byte[] bytes) implements MediaSource {
  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) {
    int read = (int) Math.min(length, bytes.length - position);
    if (read <= 0) {
      return -1;
    }
    System.arraycopy(bytes, (int) position, target, offset, read);
    return read;
  }
}
