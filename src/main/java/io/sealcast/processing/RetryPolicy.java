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
 * Whether and when a video whose preparation broke off is tried again. Only what the file itself
 * causes is final at once; whatever the server causes may be otherwise in a minute.
 */
@ApplicationScoped
class RetryPolicy {
  /** What the server causes, not the file. */
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
   * @param pauses before the second attempt, the third and so on; one attempt more than pauses
   */
  @Inject
  RetryPolicy(@ConfigProperty(name = "sealcast.processing.retry-after") List<Duration> pauses) {
    this.pauses = List.copyOf(pauses);
  }

  static boolean isPassing(ErrorCode code) {
    return PASSING.contains(code);
  }

  /**
   * Whether there is no attempt left.
   *
   * @param attempts how many were begun
   */
  boolean isSpent(int attempts) {
    return attempts > pauses.size();
  }

  /**
   * When the next attempt may begin.
   *
   * @param attempts how many were begun, at least 1, and not {@link #isSpent}
   */
  Instant next(int attempts, Instant now) {
    return now.plus(pauses.get(Math.max(0, attempts - 1)));
  }

  /** What the owner is told once every attempt has broken off, the last for this reason. */
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
