package io.sealcast.media;

import java.io.IOException;

/** A video's bytes in clear, readable from any position; used by one thread at a time. */
public interface MediaSource {
  /** Bytes. */
  long size() throws IOException;

  /**
   * Reads from any position.
   *
   * @param position 0 to {@link #size()}
   * @return how many bytes were read, at least 1, or -1 at the end
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;
}
