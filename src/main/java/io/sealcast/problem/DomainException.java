package io.sealcast.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a stable code that is reported to the caller, by an HTTP response, a WebSocket
 * message or a page. The message contains no secret, no file path and no plaintext.
 */
public class DomainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Default time after which to retry when a service is temporarily unavailable. */
  static final Duration SOON = Duration.ofSeconds(5);

  private static final int SERVICE_UNAVAILABLE = 503;

  private final ErrorCode code;
  private final transient @Nullable List<FieldError> errors;
  private final transient @Nullable Duration retryAfter;

  private DomainException(
      ErrorCode code,
      String message,
      List<FieldError> errors,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  public DomainException(ErrorCode code) {
    this(code, code.defaultMessage(), List.of(), null, null);
  }

  public DomainException(ErrorCode code, String message) {
    this(code, message, List.of(), null, null);
  }

  public DomainException(ErrorCode code, @Nullable Throwable cause) {
    this(code, code.defaultMessage(), List.of(), null, cause);
  }

  /** Creates a failure of one named field. */
  public static DomainException field(ErrorCode code, String field, String message) {
    return new DomainException(code, message, List.of(new FieldError(field, message)), null, null);
  }

  /** Creates a failure of several fields. */
  public static DomainException fields(ErrorCode code, List<FieldError> errors) {
    return new DomainException(code, code.defaultMessage(), errors, null, null);
  }

  /**
   * Creates a failure of a temporary condition. {@code after} becomes the header {@code
   * Retry-After}.
   */
  public static DomainException retryLater(ErrorCode code, Duration after) {
    return retryLater(code, code.defaultMessage(), after);
  }

  /** Like {@link #retryLater(ErrorCode, Duration)}, with another message than the default one. */
  public static DomainException retryLater(ErrorCode code, String message, Duration after) {
    return new DomainException(code, message, List.of(), after, null);
  }

  /** Returns the message for the caller: a sentence, never null. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code.defaultMessage() : message;
  }

  public ErrorCode code() {
    return code;
  }

  public List<FieldError> errors() {
    return errors == null ? List.of() : errors;
  }

  /**
   * Returns the time after which a retry may succeed. It is always present for failures with status
   * 503.
   */
  public Optional<Duration> retryAfter() {
    if (retryAfter == null && code.httpStatus() == SERVICE_UNAVAILABLE) {
      return Optional.of(SOON);
    }
    return Optional.ofNullable(retryAfter);
  }
}
