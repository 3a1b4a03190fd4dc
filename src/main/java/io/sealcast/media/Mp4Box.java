package io.sealcast.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A box of an MP4 (ISO/IEC 14496-12, section 4.2): 32-bit size, four-letter type, body.
 *
 * @param type four letters
 * @param body the body, positioned at its first byte; each call returns a separate buffer over it
 */
record Mp4Box(String type, ByteBuffer body) {

  @Override
  public ByteBuffer body() {
    return body.duplicate();
  }

  /**
   * Parses the sequence of boxes in {@code bytes}, from its position to its limit.
   *
   * @throws IOException when a box is longer than the bytes that contain it
   */
  static List<Mp4Box> read(ByteBuffer bytes) throws IOException {
    ByteBuffer in = bytes.duplicate();
    List<Mp4Box> boxes = new ArrayList<>();
    while (in.remaining() >= 8) {
      long size = Integer.toUnsignedLong(in.getInt());
      String type = type(in);
      if (size < 8 || size - 8 > in.remaining()) {
        throw new IOException("a box '" + type + "' doesn't fit into what holds it");
      }
      int length = (int) size - 8;
      boxes.add(new Mp4Box(type, in.slice(in.position(), length)));
      in.position(in.position() + length);
    }
    return boxes;
  }

  static String type(ByteBuffer in) {
    byte[] letters = new byte[4];
    in.get(letters);
    return new String(letters, StandardCharsets.ISO_8859_1);
  }

  List<Mp4Box> children() throws IOException {
    return read(body);
  }

  List<Mp4Box> children(String childType) throws IOException {
    return children().stream().filter(b -> b.type().equals(childType)).toList();
  }

  /**
   * Returns the first box at a path of types, such as {@code mdia}, {@code mdhd}.
   *
   * @throws IOException when there is none
   */
  Mp4Box find(String... path) throws IOException {
    Mp4Box box = this;
    for (String step : path) {
      List<Mp4Box> found = box.children(step);
      if (found.isEmpty()) {
        throw new IOException("no box '" + step + "' in '" + box.type() + "'");
      }
      box = found.get(0);
    }
    return box;
  }
}
