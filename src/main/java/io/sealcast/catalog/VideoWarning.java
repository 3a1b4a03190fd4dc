package io.sealcast.catalog;

import java.util.List;
import java.util.stream.Stream;

/**
 * A problem that the owner should know although the video plays.
 *
 * @param code stable code for programs
 * @param message one sentence for the owner
 */
public record VideoWarning(String code, String message) {
  /** A processed video couldn't be prepared anew, and plays as before. */
  private static final String NOT_PREPARED_ANEW = "not_prepared_anew";

  /**
   * Returns a warning that a further sound track is left out.
   *
   * @param label what viewers would choose it by
   */
  public static VideoWarning soundSkipped(String label) {
    return new VideoWarning(
        "sound_skipped", "A sound track couldn't be made and is left out: " + label + ".");
  }

  /**
   * Returns warnings with one that the video couldn't be prepared anew.
   *
   * @param reason why, for the owner
   */
  static List<VideoWarning> withNotPreparedAnew(List<VideoWarning> warnings, String reason) {
    String message = "It couldn't be prepared again and plays as before. " + reason;
    return Stream.concat(
            withoutNotPreparedAnew(warnings).stream(),
            Stream.of(new VideoWarning(NOT_PREPARED_ANEW, message)))
        .toList();
  }

  /** Returns warnings without one that the video couldn't be prepared anew. */
  static List<VideoWarning> withoutNotPreparedAnew(List<VideoWarning> warnings) {
    return warnings.stream().filter(w -> !w.isNotPreparedAnew()).toList();
  }

  /** Whether it says that the video couldn't be prepared anew. */
  boolean isNotPreparedAnew() {
    return code.equals(NOT_PREPARED_ANEW);
  }
}
