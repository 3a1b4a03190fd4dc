package io.sealcast.ingest;

import java.util.stream.Stream;

/**
 * Detects, by nearly the first MiB of a file, files that are certainly no videos: texts, and
 * formats that have a {@link FileSignature}. Whether any other file is a video, only ffmpeg can
 * tell, when it has the whole file.
 */
final class FileTypeDetector {
  /**
   * The number of bytes that are examined. ffmpeg, too, recognizes formats by the first MiB
   * (PROBE_BUF_MAX in libavformat). It is 64 KiB less, since the server hands over what arrives in
   * buffers of 32 KiB: the first MiB suffices, even if its sender then waits for the response.
   */
  static final int LENGTH = (1 << 20) - (64 << 10);

  private FileTypeDetector() {}

  /**
   * Whether a file is certainly no video.
   *
   * @param beginning the first bytes of the file, up to {@link #LENGTH}
   * @param length their number, at least 1
   */
  static boolean isNoVideo(byte[] beginning, int length) {
    return isText(beginning, length)
        || (Stream.of(FileSignature.values()).anyMatch(s -> s.isAt(beginning, length))
            && !MpegSignals.isIn(beginning, length));
  }

  /**
   * Whether no byte is a control character that texts don't have. In binary data, each ninth byte
   * is one.
   */
  private static boolean isText(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if (b >= 0 && b < ' ' && (b < '\t' || b > '\r')) {
        return false;
      }
    }
    return true;
  }
}
