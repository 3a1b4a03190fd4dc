package io.sealcast.origin;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The messages about a rejected origin, for the page and for the operator; the latter names the
 * setting that allows the origin.
 */
public final class RefusedOrigins {
  private static final Logger LOG = System.getLogger(RefusedOrigins.class.getName());
  private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_CHARACTERS = 200;

  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  private RefusedOrigins() {}

  /**
   * Returns the failure for the page, which may be Sealcast's own behind a proxy that isn't
   * configured.
   */
  public static DomainException refusal() {
    ErrorCode code = ErrorCode.FORBIDDEN_ORIGIN;
    return new DomainException(
        code,
        code.defaultMessage()
            + " If it is Sealcast itself, a proxy in front of it changes the header Host."
            + " Whoever runs the proxy can keep it, in nginx with"
            + " \"proxy_set_header Host $http_host;\", or set SEALCAST_ORIGINS to this site.");
  }

  /**
   * Logs a rejection for the operator, at most once a minute, since a page of any site can cause
   * it. The log is the only sign of it: a page whose WebSocket is rejected falls back to another
   * transport silently.
   *
   * @param origin the header {@code Origin}
   * @param host the header {@code Host}, or null
   */
  static void report(String origin, String host) {
    if (isDue(NEXT, System.nanoTime())) {
      LOG.log(Level.WARNING, line(origin, host));
    }
  }

  static boolean isDue(AtomicLong next, long now) {
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + INTERVAL);
  }

  static String line(String origin, String host) {
    return "Refused a request from a page of "
        + printable(origin)
        + ", since its header Host is "
        + printable(host)
        + ". If that page is yours, have the proxy in front keep the header Host,"
        + " or name the origin in SEALCAST_ORIGINS.";
  }

  /** Returns the value of a header without the characters that could forge a log line. */
  private static String printable(String header) {
    if (header == null) {
      return "missing";
    }
    String start = header.substring(0, Math.min(header.length(), MOST_CHARACTERS));
    return "\"" + start.replaceAll("[^\\x20-\\x7e]", "?") + "\"";
  }
}
