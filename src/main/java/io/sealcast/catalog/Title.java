package io.sealcast.catalog;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.TextIntegrity;
import java.text.Normalizer;

/** Validates titles and file names. Any text that can be seen and isn't too long is valid. */
public final class Title {
  /** Maximum length of a title in Unicode code points. */
  public static final int MAX_LENGTH = 200;

  /** Maximum length of a file name in Unicode code points. */
  public static final int MAX_FILENAME = 255;

  private Title() {}

  /**
   * Returns a title in its stored form: composed (NFC), without surrounding blanks.
   *
   * @throws DomainException VALIDATION_FAILED for the field {@code title}; BAD_REQUEST when the
   *     text has a lone surrogate
   */
  public static String check(String typed) {
    String title = compose(typed).strip();
    if (!isVisible(title)) {
      throw refuse("title", "A title can't be empty.");
    }
    if (length(title) > MAX_LENGTH) {
      throw refuse("title", "A title has at most 200 characters.");
    }
    return storable("title", title);
  }

  /**
   * Returns a file name unchanged. A file name is only data and is never used as a path.
   *
   * @throws DomainException VALIDATION_FAILED for the field {@code file}
   */
  public static String checkFilename(String name) {
    if (length(name) > MAX_FILENAME) {
      throw refuse("file", "A file name has at most 255 characters.");
    }
    return storable("file", name);
  }

  /** Returns the default title of a video: its file name without the extension, composed (NFC). */
  public static String fromFilename(String name) {
    String filename = compose(name);
    int dot = filename.lastIndexOf('.');
    String stem = (dot > 0 ? filename.substring(0, dot) : filename).strip();
    String title = isVisible(stem) ? stem : filename.strip();
    if (!isVisible(title)) {
      return "video";
    }
    int end = title.offsetByCodePoints(0, Math.min(length(title), MAX_LENGTH));
    return title.substring(0, end);
  }

  /** Whether a text has a character that can be seen, so that a link of it can be clicked. */
  private static boolean isVisible(String text) {
    return text.codePoints().anyMatch(Title::isVisible);
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String compose(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  // Rejects text that PostgreSQL can't store: U+0000 and lone surrogates.
  private static String storable(String field, String text) {
    if (!TextIntegrity.isEncodable(text)) {
      throw DomainException.field(
          ErrorCode.BAD_REQUEST, field, "There is half a character in it, which is no text.");
    }
    if (text.indexOf('\0') >= 0) {
      throw refuse(field, "A NUL character can't be part of it.");
    }
    return text;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static DomainException refuse(String field, String message) {
    return DomainException.field(ErrorCode.VALIDATION_FAILED, field, message);
  }
}
