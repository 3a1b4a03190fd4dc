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
 * The small parts of an upload, each checked as it comes, so that a bad one stops the upload early.
 * {@link #close()} wipes the encryption key.
 */
final class UploadForm implements AutoCloseable {
  static final int MIN_KEY = 8;
  static final int MAX_KEY = 1024;

  /**
   * A character has up to four bytes, and a composed one up to three parts before it is composed.
   */
  private static final int MAX_TEXT_BYTES = 12 * MAX_KEY;

  private static final int MAX_UNKNOWN_BYTES = 64 * 1024;

  private char @Nullable [] encryptionKey;
  private @Nullable String title;

  /** Takes {@code encryption_key}, {@code title}, or anything else, which is passed over. */
  void take(Part part) {
    switch (part.name()) {
      case "encryption_key" -> takeKey(part);
      case "title" -> takeTitle(part);
      default -> passOver(part);
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
        // a browser sends half a character so
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

  private static void passOver(Part part) {
    byte[] buffer = new byte[8192];
    long passed = 0;
    int n;
    try {
      while ((n = part.body().read(buffer)) >= 0) {
        passed += n;
        if (passed > MAX_UNKNOWN_BYTES) {
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

  /** The key; the form's own, wiped with it. */
  char[] encryptionKey() {
    if (encryptionKey == null) {
      throw missing("encryption_key", "An encryption key is needed.");
    }
    return encryptionKey;
  }

  /** The title, or what the file name gives. */
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
