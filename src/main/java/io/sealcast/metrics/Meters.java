package io.sealcast.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Where a part of the application shows what it counts. It is fired as an event when the
 * application starts; a bean that has something to show observes it:
 *
 * <pre>{@code
 * void show(@Observes Meters meters) {
 *   meters.counter("sealcast_uploads_total", "Videos taken in.", uploads::sum);
 * }
 * }</pre>
 *
 * <p>What is shown is asked for when somebody looks, on the looker's thread: the supplier must be
 * quick, and costs nothing meanwhile. A name is shown once, or once for each value of its label.
 * Labels have a handful of values, known beforehand: never a video, a user, a session or an
 * address.
 */
public interface Meters {
  /**
   * A number that only grows.
   *
   * @param name in Prometheus' manner, ending in {@code _total}
   */
  void counter(String name, String help, LongSupplier count);

  /** The same for one value of a label. */
  void counter(String name, String help, String label, String value, LongSupplier count);

  /**
   * A number that goes up and down; NaN while it isn't known.
   *
   * @param name in Prometheus' manner, with its unit, for instance {@code _bytes}
   */
  void gauge(String name, String help, DoubleSupplier level);

  /** The same for one value of a label. */
  void gauge(String name, String help, String label, String value, DoubleSupplier level);

  /**
   * How long something took.
   *
   * @param name in Prometheus' manner, ending in {@code _seconds}
   */
  void durations(String name, String help, Durations durations);
}
