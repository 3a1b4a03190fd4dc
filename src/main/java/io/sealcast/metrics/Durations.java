package io.sealcast.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** A histogram of durations. Adding is cheap. Thread-safe. */
public final class Durations {
  private static final double NANOS = 1e9;

  private final double[] bounds;
  private final LongAdder[] buckets;
  private final LongAdder nanos = new LongAdder();

  private Durations(double... bounds) {
    this.bounds = bounds;
    this.buckets = new LongAdder[bounds.length + 1];
    Arrays.setAll(buckets, i -> new LongAdder());
  }

  /** Creates a histogram for waiting times of viewers: from 1 ms to 30 s. */
  public static Durations ofWaits() {
    return new Durations(
        .001, .002, .004, .006, .008, .01, .015, .02, .03, .05, .1, .2, .5, 1, 1.5, 3, 6, 15, 30);
  }

  /** Creates a histogram for background jobs: from 1 s to 6 h. */
  public static Durations ofJobs() {
    return new Durations(1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600);
  }

  /** Adds a duration in nanoseconds. */
  public void add(long tookNanos) {
    double seconds = tookNanos / NANOS;
    int bucket = 0;
    while (bucket < bounds.length && seconds > bounds[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    nanos.add(tookNanos);
  }

  /** Returns the upper bounds of the buckets in seconds, ascending; the last one is infinite. */
  public double[] upperBounds() {
    double[] all = Arrays.copyOf(bounds, bounds.length + 1);
    all[bounds.length] = Double.POSITIVE_INFINITY;
    return all;
  }

  /** Returns the number of durations in each bucket. The counts aren't cumulative. */
  public long[] counts() {
    return Arrays.stream(buckets).mapToLong(LongAdder::sum).toArray();
  }

  /** Returns the sum of all durations in seconds. */
  public double sumSeconds() {
    return nanos.sum() / NANOS;
  }
}
