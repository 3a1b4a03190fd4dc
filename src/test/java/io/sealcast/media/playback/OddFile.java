package io.sealcast.media.playback;

import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An unusual file with the expected result of its processing.
 *
 * @param name file name with the extension of its container
 * @param maker creates the file
 * @param expected expected result
 */
public record OddFile(String name, Maker maker, Expected expected) {

  /** Creates a file. */
  @FunctionalInterface
  interface Maker {
    /**
     * Creates the file.
     *
     * @param lab ffmpeg and a directory for intermediate files
     * @param file path of the new file
     * @return the new file, or another one that exists already
     */
    Path make(OddLab lab, Path file) throws IOException;
  }

  /**
   * The expected result for a file.
   *
   * @param failure expected error code; empty when the file should play
   * @param marked whether picture and sound carry their time
   * @param first second of the source that the first picture shows, or NaN for any
   * @param last second of the source that the last picture shows, or NaN for any
   * @param duration duration of the rendition in seconds, or NaN for any
   * @param beeps minimum number of tones that are heard with a picture of their second
   * @param warning code of a required warning; empty when there must be none; {@code "?"} for any
   */
  record Expected(
      Optional<ErrorCode> failure,
      boolean marked,
      double first,
      double last,
      double duration,
      int beeps,
      String warning) {

    /**
     * Plays from {@code first} to {@code last}, with a tone for each second except perhaps at the
     * ends.
     */
    static Expected plays(double first, double last) {
      return new Expected(
          Optional.empty(),
          true,
          first,
          last,
          last - first,
          (int) Math.max(0, Math.ceil(last) - Math.ceil(first) - 2),
          "");
    }

    static Expected fails(ErrorCode code) {
      return new Expected(Optional.of(code), false, Double.NaN, Double.NaN, Double.NaN, 0, "");
    }

    /** Plays; picture and sound carry no time. */
    static Expected unmarked(double duration) {
      return new Expected(Optional.empty(), false, Double.NaN, Double.NaN, duration, 0, "");
    }

    Expected beeps(int count) {
      return new Expected(failure, marked, first, last, duration, count, warning);
    }

    Expected lasts(double seconds) {
      return new Expected(failure, marked, first, last, seconds, beeps, warning);
    }

    Expected warns(String code) {
      return new Expected(failure, marked, first, last, duration, beeps, code);
    }

    Expected from(double second) {
      return new Expected(failure, marked, second, last, duration, beeps, warning);
    }

    Expected to(double second) {
      return new Expected(failure, marked, first, second, duration, beeps, warning);
    }
  }
}
