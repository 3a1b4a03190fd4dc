package io.sealcast.media.playback;

import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that people upload and that isn't plain, with what should come of it.
 *
 * @param name with the extension of its container
 * @param maker makes it
 * @param expected what should come of it
 */
public record OddFile(String name, Maker maker, Expected expected) {

  /** Makes a file. */
  @FunctionalInterface
  interface Maker {
    /**
     * Makes it.
     *
     * @param lab with ffmpeg and a directory for it and for what it is made of
     * @param file to be written
     * @return the file, or another that is there already
     */
    Path make(OddLab lab, Path file) throws IOException;
  }

  /**
   * What should come of a file.
   *
   * @param failure the code it should fail with, or empty when it should play
   * @param marked whether picture and sound carry their time
   * @param first seconds of the source that the first picture shows, or NaN for any
   * @param last seconds of the source that the last picture shows, or NaN for any
   * @param duration seconds of the rendition, or NaN for any
   * @param beeps tones that are heard with a picture of their second, at least
   * @param warning a code that must be among its warnings; empty when it must have none; {@code
   *     "?"} for any
   */
  record Expected(
      Optional<ErrorCode> failure,
      boolean marked,
      double first,
      double last,
      double duration,
      int beeps,
      String warning) {

    /** Plays from second to second, with a tone for each but perhaps one at each end. */
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

    /** Nothing is known of its picture and sound but that they play. */
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
