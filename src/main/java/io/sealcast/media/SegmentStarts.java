package io.sealcast.media;

import java.util.ArrayList;
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
   * Some segments that follow each other.
   *
   * @param first number of the first segment, from 0
   * @param count number of segments, at least 1
   */
  public record Run(int first, int count) {}

  /**
   * Divides all segments into runs, of which each but the last lasts at least a number of seconds.
   */
  public List<Run> runs(double seconds) {
    List<Run> runs = new ArrayList<>();
    int first = 0;
    for (int i = 1; i < starts.size(); i++) {
      if (starts.get(i) - starts.get(first) >= seconds - TOLERANCE) {
        runs.add(new Run(first, i - first));
        first = i;
      }
    }
    if (first < starts.size()) {
      runs.add(new Run(first, starts.size() - first));
    }
    return runs;
  }

  /**
   * Returns the segments of a run.
   *
   * @throws IndexOutOfBoundsException when there are fewer segments
   */
  public SegmentStarts of(Run run) {
    int after = run.first() + run.count();
    return new SegmentStarts(
        starts.subList(run.first(), after), after < starts.size() ? starts.get(after) : end);
  }

  /** Returns the time in seconds at which the first segment begins; 0 when there is none. */
  public double start() {
    return starts.isEmpty() ? 0 : starts.get(0);
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
