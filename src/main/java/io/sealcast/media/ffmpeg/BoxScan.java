package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Goes from box to box of an MP4 (ISO/IEC 14496-12, 4.2) without looking into them. */
final class BoxScan {
  /** Bytes of a size and a type, and of a long size behind them. */
  private static final int HEAD = 8;

  private static final int LONG_HEAD = 16;

  /** Says that a long size follows; 0 stands for "up to the end". */
  private static final int LONG_SIZE = 1;

  /** Two for each fragment: of a recording in small fragments not all are looked at. */
  private static final int MAX_BOXES = 10_000;

  private BoxScan() {}

  /** Whether the last box is longer than the file. */
  static boolean endsInside(MediaSource source) throws IOException {
    long size = source.size();
    long at = 0;
    for (int box = 0; box < MAX_BOXES && at + LONG_HEAD <= size; box++) {
      ByteBuffer head = ByteBuffer.wrap(read(source, at));
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

  private static byte[] read(MediaSource source, long position) throws IOException {
    byte[] head = new byte[LONG_HEAD];
    int filled = 0;
    while (filled < head.length) {
      int read = source.read(position + filled, head, filled, head.length - filled);
      if (read < 1) {
        throw new IOException("the source ended before its size");
      }
      filled += read;
    }
    return head;
  }
}
