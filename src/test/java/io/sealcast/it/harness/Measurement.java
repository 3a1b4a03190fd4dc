package io.sealcast.it.harness;

import java.util.Locale;
import java.util.logging.Logger;

/** Prints the measurements of a test in one line. */
public final class Measurement {
  private static final Logger LOG = Logger.getLogger(Measurement.class.getName());

  private Measurement() {}

  /** Prints a line in the format of {@link String#format}. */
  public static void report(String format, Object... figures) {
    LOG.info(String.format(Locale.ROOT, format, figures));
  }

  /** Returns the seconds since a value of {@link System#nanoTime()}. */
  public static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
