package io.sealcast.ingest;

import io.sealcast.catalog.Title;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.OpaqueString;
import io.sealcast.text.TextIntegrity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text fields of an upload. Each is validated as it arrives, so that an invalid one aborts the
 * upload early. {@link #close()} wipes the encryption key. Not thread-safe.
 */
final class UploadForm implements AutoCloseable {
  static final int MIN_KEY = 8;
  static final int MAX_KEY = 1024;

  /**
   * Maximum length of a field in bytes: a code point has up to 4 bytes in UTF-8, and a composed
   * character up to 3 code points before its composition.
   */
  private static final int MAX_TEXT_BYTES = 12 * MAX_KEY;

  private static final int MAX_UNKNOWN_BYTES = 64 * 1024;

  private char @Nullable [] encryptionKey;
  private @Nullable String title;

  /**
   * Reads the field {@code encryption_key} or {@code title}; any other field is skipped.
   *
   * @throws DomainException VALIDATION_FAILED, MISSING_FIELD, BAD_REQUEST, REQUEST_TOO_LARGE or
   *     UPLOAD_INCOMPLETE
   */
  void take(Part part) {
    switch (part.name()) {
      case "encryption_key" -> takeKey(part);
      case "title" -> takeTitle(part);
      default -> skip(part);
    }
  }

  private void takeKey(Part part) {
    if (encryptionKey != null) {
      throw refuse("encryption_key", "There is more than one encryption key.");
    }
    char[] typed = text(part);
    try {
      if (typed.length == 0) {
        throw missing("encryption_key", "An encryption key is needed.");
      }
      if (!TextIntegrity.isIntact(CharBuffer.wrap(typed))) {
        // browsers replace a lone surrogate by U+FFFD
        throw unreadable("encryption_key", "A character of the key got lost on its way.");
      }
      encryptionKey =
          OpaqueString.enforce(typed)
              .orElseThrow(
                  () ->
                      refuse(
                          "encryption_key",
                          "The encryption key has a character that can't be seen or isn't known"
                              + " here."));
    } finally {
      Arrays.fill(typed, '\0');
    }
    int length = OpaqueString.length(encryptionKey);
    if (length < MIN_KEY || length > MAX_KEY) {
      throw refuse("encryption_key", "An encryption key has 8 to 1024 characters.");
    }
  }

  private void takeTitle(Part part) {
    if (title != null) {
      throw refuse("title", "There is more than one title.");
    }
    String typed = new String(text(part));
    title = typed.isBlank() ? "" : Title.check(typed);
  }

  private static void skip(Part part) {
    byte[] buffer = new byte[8192];
    long skipped = 0;
    int n;
    try {
      while ((n = part.body().read(buffer)) >= 0) {
        skipped += n;
        if (skipped > MAX_UNKNOWN_BYTES) {
          throw new DomainException(
              ErrorCode.REQUEST_TOO_LARGE, "A part that isn't known here is too large.");
        }
      }
    } catch (IOException e) {
      throw new DomainException(ErrorCode.UPLOAD_INCOMPLETE, e);
    }
  }

  private static char[] text(Part part) {
    byte[] bytes = new byte[MAX_TEXT_BYTES + 1];
    try {
      int length = part.body().readNBytes(bytes, 0, bytes.length);
      if (length > MAX_TEXT_BYTES) {
        throw refuse(part.name(), "This is too long.");
      }
      CharBuffer chars =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      char[] text = Arrays.copyOfRange(chars.array(), chars.position(), chars.limit());
      Arrays.fill(chars.array(), '\0');
      return text;
    } catch (CharacterCodingException e) {
      throw unreadable(part.name(), "This isn't a text in UTF-8.");
    } catch (IOException e) {
      throw new DomainException(ErrorCode.UPLOAD_INCOMPLETE, e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Returns the encryption key. The array belongs to the form and is wiped by {@link #close()}.
   *
   * @throws DomainException MISSING_FIELD when there is none
   */
  char[] encryptionKey() {
    if (encryptionKey == null) {
      throw missing("encryption_key", "An encryption key is needed.");
    }
    return encryptionKey;
  }

  /** Returns the title, or a title derived from the file name when there is none. */
  String titleOr(String filename) {
    return title == null || title.isEmpty() ? Title.fromFilename(filename) : title;
  }

  @Override
  public void close() {
    if (encryptionKey != null) {
      Arrays.fill(encryptionKey, '\0');
    }
  }

  static DomainException missing(String field, String message) {
    return DomainException.field(ErrorCode.MISSING_FIELD, field, message);
  }

  private static DomainException unreadable(String field, String message) {
    return DomainException.field(ErrorCode.BAD_REQUEST, field, message);
  }

  static DomainException refuse(String field, String message) {
    return DomainException.field(ErrorCode.VALIDATION_FAILED, field, message);
  }
}
