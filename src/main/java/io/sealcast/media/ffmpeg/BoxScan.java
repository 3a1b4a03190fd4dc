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

  /** The type {@code moof}. */
  private static final int FRAGMENT = 0x6d6f6f66;

  /** The type of no box. */
  private static final int NO_TYPE = 0;

  private BoxScan() {}

  /** Whether the last box is longer than the file. */
  static boolean isTruncated(MediaSource source) throws IOException {
    return end(source, NO_TYPE) > source.size();
  }

  /** Whether the file is fragmented, so that nothing may tell where its middle is. */
  static boolean isFragmented(MediaSource source) throws IOException {
    return firstFragment(source) >= 0;
  }

  /** Returns where the first fragment begins; negative when there is none. */
  static long firstFragment(MediaSource source) throws IOException {
    long end = end(source, FRAGMENT);
    return end < 0 ? -end - 1 : -1;
  }

  /**
   * Reads boxes in their order.
   *
   * @param type the type of box before which to stop
   * @return where the last box ends, 0 when a box has an impossible length; before a box of the
   *     type, -1 minus its position
   */
  private static long end(MediaSource source, int type) throws IOException {
    long size = source.size();
    long at = 0;
    for (int box = 0; box < MAX_BOXES && at <= size - LONG_HEAD; box++) {
      ByteBuffer head = ByteBuffer.wrap(source.readFully(at, LONG_HEAD));
      long length = Integer.toUnsignedLong(head.getInt());
      if (head.getInt() == type) {
        return -at - 1;
      }
      if (length == LONG_SIZE) {
        length = head.getLong(HEAD);
      }
      if (length < HEAD || length > Long.MAX_VALUE - at) {
        return 0;
      }
      at += length;
    }
    return at;
  }
}
