package io.sealcast.media.playback;

import io.sealcast.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares the result for a file with the expected one. */
final class Deviations {
  /** Tolerance in milliseconds between sound and picture. */
  private static final double SYNC = 40;

  /** Tolerance in seconds for the duration of a rendition. */
  private static final double DURATION = 0.35;

  /**
   * Tolerance in seconds, besides the length of a frame, for the source time that a picture shows.
   */
  private static final double PICTURE = 0.25;

  private final List<String> found = new ArrayList<>();
  private final OddFile.Expected expected;

  private Deviations(OddFile.Expected expected) {
    this.expected = expected;
  }

  static List<String> of(PlaybackReport.Result result) {
    Deviations deviations = new Deviations(result.file().expected());
    deviations.compare(result);
    return deviations.found;
  }

  private void compare(PlaybackReport.Result result) {
    if (!result.failure().equals(expected.failure())) {
      add(
          "should %s, but %s",
          expected.failure().map(c -> "fail with " + c).orElse("play"),
          result.failure().map(ErrorCode::toString).orElse("plays"));
    }
    String warning = expected.warning();
    if (result.playing().isPresent()
        && !warning.equals("?")
        && !result.warnings().equals(warning.isEmpty() ? List.of() : List.of(warning))) {
      add("warnings %s, not [%s]", result.warnings(), warning);
    }
    result.playing().ifPresent(playing -> compare(playing, frameLength(playing)));
  }

  private void compare(Playing playing, double frame) {
    playing.error().ifPresent(this::add);
    if (playing.error().isEmpty() && !playing.ended()) {
      add("stands at %.1f s", playing.reached());
    }
    if (!playing.stalls().isEmpty()) {
      add("stalls %s", playing.stalls());
    }
    for (Playing.Seek seek : playing.seeks()) {
      if (!seek.ok()) {
        add("seek to %.2f s shows %.2f after %d ms", seek.to(), seek.shown(), seek.millis());
      }
    }
    if (expected.marked() && playing.first().isBlack()) {
      add("first picture is black");
    }
    compare("lasts", playing.duration(), expected.duration(), DURATION + frame);
    // the last picture of a source begins one frame length before its end
    compare("first picture", playing.firstSourceTime(), expected.first(), PICTURE);
    compare("last picture", playing.lastSourceTime(), expected.last() - frame, PICTURE + frame);
    playing
        .sync()
        .worst()
        .ifPresent(
            worst -> {
              if (Math.abs(worst) > SYNC) {
                add("sound is %+.0f ms late", worst);
              }
            });
    if (playing.sync().pairs().size() < expected.beeps()) {
      add("%d tones, not %d", playing.sync().pairs().size(), expected.beeps());
    }
  }

  /** Returns the seconds between the last two frames. */
  private static double frameLength(Playing playing) {
    List<Observed.Frame> frames = playing.observed().frames();
    if (frames.size() < 2) {
      return 0;
    }
    double length =
        frames.get(frames.size() - 1).mediaTime() - frames.get(frames.size() - 2).mediaTime();
    return Math.min(1, Math.max(0, length));
  }

  private void compare(String what, double is, double should, double tolerance) {
    if (!Double.isNaN(should) && !(Math.abs(is - should) <= tolerance)) {
      add("%s %.2f s, not %.2f", what, is, should);
    }
  }

  private void add(String format, Object... values) {
    found.add(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
  }
}
