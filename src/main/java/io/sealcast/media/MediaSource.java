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
}
