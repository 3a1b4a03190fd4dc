package io.sealcast.catalog;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/** Parses the id of a video in a request path. */
public final class FileId {
  private FileId() {}

  /**
   * Parses an id.
   *
   * @throws DomainException NOT_FOUND when the text isn't a valid id
   */
  public static long parse(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits && text.length() <= 18) {
      return Long.parseLong(text);
    }
    throw new DomainException(ErrorCode.NOT_FOUND);
  }
}
