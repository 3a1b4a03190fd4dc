package io.sealcast.problem;

import org.jspecify.annotations.Nullable;

/**
 * The id that one HTTP request has in the log, in its answer's header and in its problem, so that
 * who was told something went wrong can be helped. No secret, unlike a stream's {@code request_id}.
 */
public final class CorrelationId {
  private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

  private CorrelationId() {}

  /** The id of the request that this thread is at work on, or null. */
  public static @Nullable String current() {
    return CURRENT.get();
  }

  /** The calling thread begins with a request, or with null is done. */
  public static void set(@Nullable String id) {
    if (id == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(id);
    }
  }
}
