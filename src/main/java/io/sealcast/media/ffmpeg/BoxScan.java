package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the headers of the top-level boxes of an MP4 (ISO/IEC 14496-12, 4.2) and skips their
 * bodies.
 */
final class BoxScan {
  /** Length in bytes of size and type; a 64-bit size, which may follow, has as many. */
  private static final int HEAD = 8;

  private static final int LONG_HEAD = 16;

  /** The size value that announces a 64-bit size. The value 0 means "up to the end of the file". */
  private static final int LONG_SIZE = 1;

  /**
   * Upper limit of the boxes read. Each fragment has two, so a recording with many small fragments
   * isn't read to its end.
   */
  private static final int MAX_BOXES = 10_000;

  private BoxScan() {}

  /** Whether the last box is longer than the file. */
  static boolean isTruncated(MediaSource source) throws IOException {
    long size = source.size();
    long at = 0;
    for (int box = 0; box < MAX_BOXES && at <= size - LONG_HEAD; box++) {
      ByteBuffer head = ByteBuffer.wrap(source.readFully(at, LONG_HEAD));
      long length = Integer.toUnsignedLong(head.getInt());
      if (length == LONG_SIZE) {
        length = head.getLong(HEAD);
      }
      if (length < HEAD || length > Long.MAX_VALUE - at) {
        return false;
      }
      at += length;
    }
    return at > size;
  }
}
