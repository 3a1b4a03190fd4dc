package io.sealcast.origin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the operator that a page was refused for its origin, and which setting admits it: the page
 * itself goes on another way and says nothing. At most once a minute, since any site's page can
 * cause it.
 */
public final class RefusedOrigins {
  private static final Logger LOG = System.getLogger(RefusedOrigins.class.getName());
  private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_CHARACTERS = 200;

  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  private RefusedOrigins() {}

  /**
   * Writes one line, unless there was one within the last minute.
   *
   * @param origin the header {@code Origin}
   * @param host the header {@code Host}, or null
   */
  public static void report(String origin, String host) {
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
        + ". If that page is yours, have the proxy in front keep the header Host;"
        + " for WebSockets, SEALCAST_ORIGINS admits an origin too.";
  }

  /** What a stranger sent, without what could forge another line of the log. */
  private static String printable(String header) {
    if (header == null) {
      return "missing";
    }
    String start = header.substring(0, Math.min(header.length(), MOST_CHARACTERS));
    return "\"" + start.replaceAll("[^\\x20-\\x7e]", "?") + "\"";
  }
}
