package io.sealcast.processing;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Decides whether and when an interrupted job is repeated. Only errors of the file itself are final
 * immediately; errors of the server may be temporary.
 */
@ApplicationScoped
class RetryPolicy {
  /** Errors that the server causes, not the file. */
  private static final Set<ErrorCode> PASSING =
      Set.of(
          ErrorCode.PROCESSING_INTERRUPTED,
          ErrorCode.INSUFFICIENT_STORAGE,
          ErrorCode.STORAGE_UNAVAILABLE,
          ErrorCode.OBJECT_UNAVAILABLE,
          ErrorCode.DATABASE_UNAVAILABLE,
          ErrorCode.MESSAGING_UNAVAILABLE,
          ErrorCode.OVERLOADED,
          ErrorCode.INTERNAL_ERROR);

  private final List<Duration> pauses;

  /**
   * Creates a policy.
   *
   * @param pauses pauses before the second and each later attempt; the number of attempts is one
   *     more than that of pauses
   */
  @Inject
  RetryPolicy(@ConfigProperty(name = "sealcast.processing.retry-after") List<Duration> pauses) {
    this.pauses = List.copyOf(pauses);
  }

  static boolean isPassing(ErrorCode code) {
    return PASSING.contains(code);
  }

  /**
   * Whether no attempt is left.
   *
   * @param attempts number of attempts so far
   */
  boolean isSpent(int attempts) {
    return attempts > pauses.size();
  }

  /**
   * Returns when the next attempt may begin.
   *
   * @param attempts number of attempts so far, at least 1, and not {@link #isSpent}
   */
  Instant next(int attempts, Instant now) {
    return now.plus(pauses.get(Math.max(0, attempts - 1)));
  }

  /**
   * Returns the error for the owner when no attempt is left.
   *
   * @param last error of the last attempt
   */
  static DomainException spent(DomainException last) {
    return switch (last.code()) {
      case PROCESSING_INTERRUPTED -> last;
      case INSUFFICIENT_STORAGE ->
          new DomainException(
              ErrorCode.INSUFFICIENT_STORAGE,
              "The server has no room for this video. Delete something you don't need, then process"
                  + " it again.");
      default -> new DomainException(ErrorCode.PROCESSING_INTERRUPTED);
    };
  }
}
