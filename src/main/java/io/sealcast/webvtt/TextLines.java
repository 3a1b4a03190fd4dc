package io.sealcast.webvtt;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lines of a caption file, read one after the other. Not thread-safe. */
final class TextLines {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final List<String> lines;
  private int next;

  private TextLines(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Decodes a file in UTF-8, with or without a byte order mark. Lines end by a line feed, a
   * carriage return or both.
   *
   * @throws DomainException INVALID_CAPTIONS when it isn't UTF-8 or has a NUL character
   */
  static TextLines of(byte[] file) {
    CharBuffer text = CharBuffer.allocate(file.length);
    // a decoder of its own reports a malformed byte, where others would replace it
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(ByteBuffer.wrap(file), text, true);
    text.flip();
    TextLines lines = new TextLines(split(text));
    int line = lines.lineOfNul();
    if (line == 0 && result.isError()) {
      line = lines.lines.size();
    }
    if (line > 0) {
      throw lines.invalid(line, "a character isn't UTF-8. Save the file as UTF-8.");
    }
    return lines;
  }

  private static List<String> split(CharSequence text) {
    List<String> lines = new ArrayList<>();
    boolean marked = text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK;
    int start = marked ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        lines.add(text.subSequence(start, i).toString());
        boolean both = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
        i += both ? 1 : 0;
        start = i + 1;
      }
    }
    lines.add(text.subSequence(start, text.length()).toString());
    return lines;
  }

  /** Returns the number of the first line with a NUL character, or 0 without one. */
  private int lineOfNul() {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).indexOf('\0') >= 0) {
        return i + 1;
      }
    }
    return 0;
  }

  boolean hasNext() {
    return next < lines.size();
  }

  /** Returns the next line without consuming it. */
  String peek() {
    return lines.get(next);
  }

  String next() {
    return lines.get(next++);
  }

  /** Consumes blank lines. */
  void skipBlank() {
    while (hasNext() && peek().isBlank()) {
      next++;
    }
  }

  /** Consumes the lines up to the next blank one and returns them, separated by line feeds. */
  String block() {
    int from = next;
    while (hasNext() && !peek().isBlank()) {
      next++;
    }
    return String.join("\n", lines.subList(from, next));
  }

  /** Returns a failure that names the line that was consumed last. */
  DomainException invalid(String reason) {
    return invalid(next, reason);
  }

  private DomainException invalid(int line, String reason) {
    return new DomainException(ErrorCode.INVALID_CAPTIONS, "Line " + line + ": " + reason);
  }
}
