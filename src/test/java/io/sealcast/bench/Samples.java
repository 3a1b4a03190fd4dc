package io.sealcast.bench;

import java.util.Arrays;

/** The measured values of a figure. Thread-safe. */
final class Samples {
  private double[] values = new double[64];
  private int count;

  synchronized void add(double value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  synchronized int count() {
    return count;
  }

  double median() {
    return percentile(50);
  }

  double lowest() {
    return percentile(0);
  }

  double highest() {
    return percentile(100);
  }

  /** Returns a percentile by nearest rank; NaN without values. */
  synchronized double percentile(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * count);
    return sorted[Math.max(0, Math.min(count, rank) - 1)];
  }
}
