package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The outermost structure of an MP4 or QuickTime file: boxes that follow each other to the end. A
 * file that ends inside of its last box lost something on its way here; better said at once than
 * after an hour of encoding.
 */
final class SourceOutline {
  private static final Set<String> FIRST_BOXES = Set.of("ftyp", "moov", "mdat", "wide", "free");
  private static final int MAX_BOXES = 100_000;

  private SourceOutline() {}

  /** Whether the file is such a one and is shorter than its boxes say. */
  static boolean isCutOff(MediaSource source) throws IOException {
    long size = source.size();
    long position = 0;
    for (int i = 0; i < MAX_BOXES && position < size; i++) {
      ByteBuffer header = read(source, position);
      if (header.remaining() < 8) {
        return false;
      }
      byte[] letters = new byte[4];
      header.get(4, letters);
      String type = new String(letters, StandardCharsets.ISO_8859_1);
      if (i == 0 && !FIRST_BOXES.contains(type)) {
        return false;
      }
      long box = Integer.toUnsignedLong(header.getInt(0));
      if (box == 1 && header.remaining() == 16) {
        box = header.getLong(8);
      }
      if (box < 8) {
        // 0 means "to the end of the file"; anything else is no box, but padding
        return false;
      }
      if (box > size - position) {
        // what trails behind the media may be anything; the media may not be cut
        return type.equals("mdat") || type.equals("moov") || type.equals("moof");
      }
      position += box;
    }
    return false;
  }

  private static ByteBuffer read(MediaSource source, long position) throws IOException {
    byte[] header = new byte[16];
    int held = 0;
    while (held < header.length && position + held < source.size()) {
      int read = source.read(position + held, header, held, header.length - held);
      if (read < 0) {
        break;
      }
      held += read;
    }
    return ByteBuffer.wrap(header, 0, held);
  }
}
