package io.sealcast.catalog;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.TextIntegrity;
import java.text.Normalizer;

/** Titles and file names: any text is one, so long as it fits. */
public final class Title {
  /** Characters (Unicode code points) of a title. */
  public static final int MAX_LENGTH = 200;

  /** Characters (Unicode code points) of a file name. */
  public static final int MAX_FILENAME = 255;

  private Title() {}

  /**
   * A title as it is kept: composed (NFC), without blanks around it.
   *
   * @throws DomainException VALIDATION_FAILED for the field {@code title}; BAD_REQUEST when it has
   *     half a character
   */
  public static String check(String typed) {
    String title = compose(typed).strip();
    if (title.isEmpty()) {
      throw refuse("title", "A title can't be empty.");
    }
    if (length(title) > MAX_LENGTH) {
      throw refuse("title", "A title has at most 200 characters.");
    }
    return storable("title", title);
  }

  /**
   * A file name exactly as given. It is data: no path is ever made of it.
   *
   * @throws DomainException VALIDATION_FAILED for the field {@code file}
   */
  public static String checkFilename(String name) {
    if (length(name) > MAX_FILENAME) {
      throw refuse("file", "A file name has at most 255 characters.");
    }
    return storable("file", name);
  }

  /** What a video is called when nobody says: its file name without the extension, composed. */
  public static String fromFilename(String name) {
    String filename = compose(name);
    int dot = filename.lastIndexOf('.');
    String stem = (dot > 0 ? filename.substring(0, dot) : filename).strip();
    String title = stem.isEmpty() ? filename.strip() : stem;
    if (title.isEmpty()) {
      return "video";
    }
    int end = title.offsetByCodePoints(0, Math.min(length(title), MAX_LENGTH));
    return title.substring(0, end);
  }

  private static String compose(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  // PostgreSQL's text can hold every character but this one, and no half ones.
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
