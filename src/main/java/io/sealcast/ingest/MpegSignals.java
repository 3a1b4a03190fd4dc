package io.sealcast.ingest;

/**
 * Finds signs of MPEG video anywhere in a file. ffmpeg opens transport, program and elementary
 * streams behind other bytes too, for instance in an archive that stores a recording uncompressed.
 */
final class MpegSignals {
  private static final byte SYNC = 0x47;

  /** Lengths of a packet: plain, with a time stamp, with error correction (ISO 13818-1, ATSC). */
  private static final int[] PACKETS = {188, 192, 204};

  /**
   * Number of successive packets that are no coincidence: in a MiB of random bytes they are found
   * once in a thousand files.
   */
  private static final int SUCCESSIVE = 4;

  private MpegSignals() {}

  /** Whether a transport stream or a start code of MPEG-2, H.264 or H.265 is in the bytes. */
  static boolean isIn(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == SYNC && beginsPackets(bytes, length, i)) {
        return true;
      }
      if (bytes[i] == 1 && i >= 2 && bytes[i - 1] == 0 && bytes[i - 2] == 0 && i + 2 < length) {
        if (beginsStream(bytes[i + 1] & 0xff, bytes[i + 2] & 0xff)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean beginsPackets(byte[] bytes, int length, int from) {
    for (int packet : PACKETS) {
      int found = 1;
      for (int at = from + packet; at < length && bytes[at] == SYNC; at += packet) {
        if (++found == SUCCESSIVE) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether the two bytes after 00 00 01 mean that a stream begins. A picture's width or height
   * looks like the first of them.
   */
  private static boolean beginsStream(int code, int next) {
    return switch (code) {
      // pack and sequence header of MPEG-2
      case 0xBA, 0xB3 -> true;
      // sequence parameter set of H.264, and one of the profiles
      case 0x67, 0x47, 0x27 ->
          switch (next) {
            case 66, 77, 88, 100, 110, 122, 244 -> true;
            default -> false;
          };
      // video and sequence parameter set of H.265, of the lowest layer
      case 0x40, 0x42 -> next == 1;
      default -> false;
    };
  }
}
