package io.sealcast.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sealcast.fuzz.FuzzTarget;
import java.util.List;

/** Any beginning of a file is examined without an exception, and with little memory. */
public final class FileTypeFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "file-type";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        text("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\1\u0040\0\0\0\1\b\2\0\0\0"),
        text("PK\3\4\24\0\0\0\b\0mimetypeapplication/epub+zip"),
        text("\0\0\0\1\147\102\0\36"),
        text("\0\0\0\20ftypmp42\0\0\0\0"),
        text("RIFF\20\0\0\0AVI LIST"));
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Override
  public void parse(byte[] input) {
    if (input.length > 0) {
      FileTypeDetector.isNoVideo(input, input.length);
    }
  }
}
