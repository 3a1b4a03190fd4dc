package io.sealcast.it;

import java.util.Locale;
import java.util.logging.Logger;

/** Says in one line what a test has measured. */
final class Measurement {
  private static final Logger LOG = Logger.getLogger(Measurement.class.getName());

  private Measurement() {}

  /** As {@link String#format} does. */
  static void tell(String format, Object... figures) {
    LOG.info(String.format(Locale.ROOT, format, figures));
  }

  /** Seconds since this {@link System#nanoTime()}. */
  static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
