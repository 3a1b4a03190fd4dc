package io.sealcast.problem;

import org.jspecify.annotations.Nullable;

/**
 * The correlation id of an HTTP request. It appears in the log, in a header of the response and in
 * its problem, so that an operator can find the cause of a reported failure. It isn't a secret,
 * unlike the {@code request_id} of a stream.
 */
public final class CorrelationId {
  private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

  private CorrelationId() {}

  /** Returns the id of the request that the current thread is processing, or null. */
  public static @Nullable String current() {
    return CURRENT.get();
  }

  /** Sets the id at the start of a request. Null removes it at the end. */
  public static void set(@Nullable String id) {
    if (id == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(id);
    }
  }
}
