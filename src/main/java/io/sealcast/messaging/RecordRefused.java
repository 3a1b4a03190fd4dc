package io.sealcast.messaging;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The broker is there and doesn't take a record, however often it is sent, until somebody changes a
 * setting: the record is too large for its topic, say. Whoever waits for it should be told; a
 * broker that is away is another matter, since it comes back by itself.
 */
public final class RecordRefused extends DomainException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_DEPTH = 10;

  /**
   * @param cause what the broker said, for the log; null when it wasn't asked again so soon
   */
  public RecordRefused(@Nullable Throwable cause) {
    super(ErrorCode.MESSAGING_UNAVAILABLE, cause);
  }

  /** Whether this is what went wrong, below whatever it was wrapped in. */
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
