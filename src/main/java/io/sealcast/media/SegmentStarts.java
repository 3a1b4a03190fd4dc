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

  /** Duration in seconds up to which a segment isn't divided. */
  private static final double UNDIVIDED = 5.1;

  /** Usual duration in seconds of a piece of a segment that is divided. */
  private static final double PIECE = 2;

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
   * Returns these times and those that divide each long segment into pieces of about two seconds. A
   * rendition whose keyframes were copied may have long ones.
   */
  public SegmentStarts divided() {
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      double start = starts.get(i);
      double duration = (i + 1 < starts.size() ? starts.get(i + 1) : end) - start;
      long pieces = duration > UNDIVIDED ? Math.round(duration / PIECE) : 1;
      for (int piece = 0; piece < pieces; piece++) {
        all.add(start + duration * piece / pieces);
      }
    }
    return new SegmentStarts(all, end);
  }

  /** Returns the number of segments. */
  public int count() {
    return starts.size();
  }

  /**
   * Compares with the segments of another rendition, which may have more.
   *
   * @return the first time at which no segment of the other one begins, for the log; empty when a
   *     player can continue with it after each segment of this one
   */
  public Optional<String> differenceTo(FragmentIndex other) {
    List<FragmentIndex.Fragment> segments = other.fragments();
    int next = 0;
    for (double start : starts) {
      while (next < segments.size() && segments.get(next).start() < start - TOLERANCE) {
        next++;
      }
      if (next == segments.size() || segments.get(next).start() > start + TOLERANCE) {
        return Optional.of(String.format(Locale.ROOT, "no segment at %.4f s", start));
      }
    }
    return Optional.empty();
  }
}
