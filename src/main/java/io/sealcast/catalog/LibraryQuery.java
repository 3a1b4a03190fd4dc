package io.sealcast.catalog;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.FieldError;
import io.sealcast.text.SearchFold;
import io.sealcast.text.TextIntegrity;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of {@code GET /api/videos}.
 *
 * @param text folded part of a title or file name; empty for any
 * @param status status of the videos, or null for any
 * @param after position after which the page begins, or null to begin with {@code page}
 * @param page number of the page, 1 to 100,000
 * @param pageSize videos per page, 1 to 100; the default is 20
 */
record LibraryQuery(
    String text,
    @Nullable VideoStatus status,
    @Nullable LibraryPosition after,
    int page,
    int pageSize) {
  private static final int MAX_PAGE = 100_000;
  private static final int MAX_PAGE_SIZE = 100;
  private static final int MAX_TEXT = 255;

  /**
   * Parses the parameters, each of which may be null.
   *
   * @throws DomainException VALIDATION_FAILED with all invalid fields; BAD_REQUEST for a cursor
   *     that isn't from a response
   */
  static LibraryQuery of(
      @Nullable String text,
      @Nullable String status,
      @Nullable String cursor,
      @Nullable String page,
      @Nullable String pageSize) {
    List<FieldError> errors = new ArrayList<>();
    if (text != null && !fits(text)) {
      errors.add(new FieldError("q", "A search text has at most 255 characters."));
    }
    VideoStatus wanted = null;
    if (status != null && !status.isEmpty()) {
      try {
        wanted = VideoStatus.of(status);
      } catch (IllegalArgumentException e) {
        errors.add(
            new FieldError("status", "A status is uploaded, processing, processed or failed."));
      }
    }
    int number = number("page", page, 1, MAX_PAGE, errors);
    int size = number("page_size", pageSize, 20, MAX_PAGE_SIZE, errors);
    LibraryPosition after = null;
    if (cursor != null && !cursor.isEmpty()) {
      after = LibraryPosition.parse(cursor).orElseThrow(LibraryQuery::noCursor);
      if (page != null && !page.isEmpty()) {
        errors.add(new FieldError("page", "A page can't be named together with a cursor."));
      }
    }
    if (!errors.isEmpty()) {
      throw DomainException.fields(ErrorCode.VALIDATION_FAILED, errors);
    }
    String folded = text == null ? "" : SearchFold.fold(text);
    return new LibraryQuery(folded, wanted, after, number, size);
  }

  /**
   * Whether the text is short enough. Its length is that of the composed text in code points, as
   * for titles.
   */
  private static boolean fits(String text) {
    if (text.length() > 4 * MAX_TEXT
        || text.indexOf('\0') >= 0
        || !TextIntegrity.isEncodable(text)) {
      return false;
    }
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    return composed.codePointCount(0, composed.length()) <= MAX_TEXT;
  }

  private static DomainException noCursor() {
    return DomainException.field(
        ErrorCode.BAD_REQUEST, "cursor", "This isn't a cursor that an answer has named.");
  }

  private static int number(
      String field, @Nullable String text, int unlessSaid, int max, List<FieldError> errors) {
    if (text == null || text.isEmpty()) {
      return unlessSaid;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // an invalid number is reported below, like one out of range
    }
    errors.add(new FieldError(field, "This is a whole number from 1 to " + max + "."));
    return unlessSaid;
  }
}
