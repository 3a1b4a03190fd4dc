package io.sealcast.media;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The times at which the segments of a rendition begin, and the last one ends.
 *
 * @param starts start times in seconds, ascending
 * @param end seconds
 */
public record SegmentStarts(List<Double> starts, double end) {
  /** Difference in seconds that isn't one: less than a unit of time in any rendition. */
  private static final double TOLERANCE = 0.0005;

  public SegmentStarts {
    starts = List.copyOf(starts);
  }

  /**
   * Compares with the segments of another rendition.
   *
   * @return the first difference, for the log; empty when a player can continue with either after
   *     each segment
   */
  public Optional<String> differenceTo(FragmentIndex other) {
    int count = other.fragments().size();
    if (count != starts.size()) {
      return Optional.of(count + " segments instead of " + starts.size());
    }
    for (int i = 0; i < count; i++) {
      double start = other.fragments().get(i).start();
      if (Math.abs(start - starts.get(i)) > TOLERANCE) {
        return Optional.of(
            String.format(
                Locale.ROOT, "segment %d at %.4f s instead of %.4f", i, start, starts.get(i)));
      }
    }
    return Optional.empty();
  }
}
