package io.sealcast.messaging;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the broker permanently rejects a record, for instance because it is larger than its
 * topic permits. Sending it again fails until an administrator changes a setting, unlike a failure
 * because the broker is unavailable.
 */
public final class RecordRefused extends DomainException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_DEPTH = 10;

  /**
   * Creates the exception.
   *
   * @param cause the broker's exception, for the log; null when the record wasn't sent because a
   *     similar one was just rejected
   */
  public RecordRefused(@Nullable Throwable cause) {
    super(ErrorCode.MESSAGING_UNAVAILABLE, cause);
  }

  /** Whether a failure is or was caused by an exception of this class. */
  public static boolean isCauseOf(@Nullable Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
      if (at instanceof RecordRefused) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
