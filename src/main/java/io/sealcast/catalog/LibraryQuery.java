package io.sealcast.catalog;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of {@code GET /api/videos}.
 *
 * @param text part of a title or file name, or null
 * @param status or null for any
 * @param page 1 to 100,000
 * @param pageSize 1 to 100, 20 unless said
 */
record LibraryQuery(String text, VideoStatus status, int page, int pageSize) {
  private static final int MAX_PAGE = 100_000;
  private static final int MAX_PAGE_SIZE = 100;
  private static final int MAX_TEXT = 255;

  /**
   * Reads the parameters, each of which may be null.
   *
   * @throws DomainException VALIDATION_FAILED with every field that isn't acceptable
   */
  static LibraryQuery of(String text, String status, String page, String pageSize) {
    List<FieldError> errors = new ArrayList<>();
    if (text != null && (text.length() > MAX_TEXT || text.indexOf('\0') >= 0)) {
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
    if (!errors.isEmpty()) {
      throw DomainException.fields(ErrorCode.VALIDATION_FAILED, errors);
    }
    return new LibraryQuery(text, wanted, number, size);
  }

  private static int number(
      String field, String text, int unlessSaid, int max, List<FieldError> errors) {
    if (text == null || text.isEmpty()) {
      return unlessSaid;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like every other number that won't do
    }
    errors.add(new FieldError(field, "This is a whole number from 1 to " + max + "."));
    return unlessSaid;
  }
}
