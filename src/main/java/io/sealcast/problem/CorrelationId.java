package io.sealcast.problem;

/**
 * The id that one HTTP request has in the log, in its answer's header and in its problem, so that
 * who was told something went wrong can be helped. No secret, unlike a stream's {@code request_id}.
 */
public final class CorrelationId {
  private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

  private CorrelationId() {}

  /** The id of the request that this thread is at work on, or null. */
  public static String current() {
    return CURRENT.get();
  }

  /** The calling thread begins with a request, or with null is done. */
  public static void set(String id) {
    if (id == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(id);
    }
  }
}
