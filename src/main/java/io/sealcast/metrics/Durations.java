package io.sealcast.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, counted in buckets. Cheap to add to, from many threads. */
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

  /** For what a viewer waits for: from 1 ms to 30 s. */
  public static Durations ofWaits() {
    return new Durations(
        .001, .002, .004, .006, .008, .01, .015, .02, .03, .05, .1, .2, .5, 1, 1.5, 3, 6, 15, 30);
  }

  /** For work in the background: from a second to six hours. */
  public static Durations ofJobs() {
    return new Durations(1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600);
  }

  /** Adds one that took so many nanoseconds. */
  public void add(long tookNanos) {
    double seconds = tookNanos / NANOS;
    int bucket = 0;
    while (bucket < bounds.length && seconds > bounds[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    nanos.add(tookNanos);
  }

  /** The buckets' upper bounds in seconds, ascending, the last one infinite. */
  public double[] upperBounds() {
    double[] all = Arrays.copyOf(bounds, bounds.length + 1);
    all[bounds.length] = Double.POSITIVE_INFINITY;
    return all;
  }

  /** How many lie in each bucket, not counting those in lower ones. */
  public long[] counts() {
    return Arrays.stream(buckets).mapToLong(LongAdder::sum).toArray();
  }

  /** All of them together. */
  public double sumSeconds() {
    return nanos.sum() / NANOS;
  }
}
