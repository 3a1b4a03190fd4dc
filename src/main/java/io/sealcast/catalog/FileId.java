package io.sealcast.catalog;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/** A video's id as it stands in a path. */
public final class FileId {
  private FileId() {}

  /**
   * The number.
   *
   * @throws DomainException NOT_FOUND for whatever can't be a video's id
   */
  public static long parse(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits && text.length() <= 18) {
      return Long.parseLong(text);
    }
    throw new DomainException(ErrorCode.NOT_FOUND);
  }
}
