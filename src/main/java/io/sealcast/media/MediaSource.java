package io.sealcast.media;

import java.io.IOException;

/** The decrypted bytes of a video, readable from any position. Not thread-safe. */
public interface MediaSource {
  /** Length in bytes. */
  long size() throws IOException;

  /**
   * Reads up to {@code length} bytes from a position.
   *
   * @param position byte offset, 0 to {@link #size()}
   * @return number of bytes read, at least 1, or -1 at the end
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;

  /**
   * Reads exactly {@code length} bytes from a position.
   *
   * @throws IOException also when the source ends before
   */
  default byte[] readFully(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    int filled = 0;
    while (filled < length) {
      int read = read(position + filled, bytes, filled, length - filled);
      if (read < 1) {
        throw new IOException("the source ended before its size");
      }
      filled += read;
    }
    return bytes;
  }
}
