package io.sealcast.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The registry of the application's metrics. It is fired as a CDI event when the application
 * starts; a bean with metrics observes it:
 *
 * <pre>{@code
 * void show(@Observes Meters meters) {
 *   meters.counter("sealcast_uploads_total", "Videos taken in.", uploads::sum);
 * }
 * }</pre>
 *
 * <p>A supplier is called when the metrics are read, on the thread of the reader, so it must not
 * block. A name is registered once, or once for each value of its label. A label has a small, fixed
 * set of values, and never that of a video, a user, a session or an address.
 */
public interface Meters {
  /**
   * Registers a counter, which never decreases.
   *
   * @param name name by Prometheus' conventions, ending in {@code _total}
   */
  void counter(String name, String help, LongSupplier count);

  /** Registers a counter for one value of a label. */
  void counter(String name, String help, String label, String value, LongSupplier count);

  /**
   * Registers a gauge, which can go up and down. Its value is NaN while it is unknown.
   *
   * @param name name by Prometheus' conventions, ending in its unit, for instance {@code _bytes}
   */
  void gauge(String name, String help, DoubleSupplier level);

  /** Registers a gauge for one value of a label. */
  void gauge(String name, String help, String label, String value, DoubleSupplier level);

  /**
   * Registers a histogram of durations.
   *
   * @param name name by Prometheus' conventions, ending in {@code _seconds}
   */
  void durations(String name, String help, Durations durations);
}
