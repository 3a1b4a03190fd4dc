package io.sealcast.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The signatures of formats that ffmpeg isn't allowed to open. Formats that consist of others, such
 * as Office documents of a ZIP archive, have the signature of these.
 *
 * <p>Not among them are pictures that ffmpeg's MP4 and GIF demuxers open, sound, which gets a drawn
 * picture, and images of DVDs, which have video in them.
 */
enum FileSignature {
  // documents and archives
  PDF("%PDF-"),
  ZIP("PK\3\4", "PK\5\6", "PK\7\b"),
  RAR("Rar!\u001a\7"),
  SEVEN_ZIP("7z\u00bc\u00af'\u001c"),
  GZIP("\u001f\u008b\b"),
  BZIP2("BZh?1AY&SY"),
  XZ("\u00fd7zXZ\0"),
  ZSTANDARD("(\u00b5/\u00fd"),
  TAR(257, "ustar"),
  /** Word, Excel and PowerPoint until 2003. */
  COMPOUND_FILE("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
  SQLITE("SQLite format 3\0"),
  // still pictures
  JPEG("\u00ff\u00d8\u00ff"),
  PNG("\u0089PNG\r\n\u001a\n"),
  TIFF("II*\0", "MM\0*", "II+\0", "MM\0+"),
  /** The size of the file and two reserved words of 0 precede the offset of the pixels. */
  BMP("BM????\0\0\0\0??\0\0"),
  PHOTOSHOP("8BPS\0\1", "8BPS\0\2"),
  WEBP("RIFF????WEBP"),
  // programs
  ELF("\u007fELF"),
  MACH_O("\u00fe\u00ed\u00fa\u00ce", "\u00fe\u00ed\u00fa\u00cf", "\u00cf\u00fa\u00ed\u00fe"),
  /** Also Mach-O for several processors. */
  JAVA_CLASS("\u00ca\u00fe\u00ba\u00be"),
  /** A DOS header, whose address of the Windows header is checked to be in the first 64 KiB. */
  WINDOWS_PROGRAM("MZ????????????????????????????????????????????????????????????\0\0");

  /** Stands for any byte. */
  private static final char ANY = '?';

  private final int offset;
  private final List<byte[]> patterns;

  FileSignature(String... patterns) {
    this(0, patterns);
  }

  /**
   * Creates a signature.
   *
   * @param offset position in the file
   * @param patterns alternatives; a character is a byte, and '?' any byte
   */
  FileSignature(int offset, String... patterns) {
    this.offset = offset;
    this.patterns =
        Arrays.stream(patterns).map(p -> p.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  /** Whether the file has this signature. */
  boolean isAt(byte[] beginning, int length) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, beginning, length));
  }

  private boolean matches(byte[] pattern, byte[] beginning, int length) {
    if (length < offset + pattern.length) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (pattern[i] != ANY && pattern[i] != beginning[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
