package io.sealcast.catalog;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A position in a video, at which its viewer left off.
 *
 * @param seconds time from the beginning of the video in seconds, 0 to {@link #MAX_SECONDS}
 */
public record WatchPosition(double seconds) {
  /** The latest position in seconds, longer than any video. */
  static final double MAX_SECONDS = 10_000_000;

  /** A video with no more than this left to play, in seconds, counts as watched to its end. */
  private static final double END_SECONDS = 1;

  private static final String FIELD = "seconds";

  /**
   * Reads the body of {@code PUT /api/videos/{file_id}/position}.
   *
   * @throws DomainException MISSING_FIELD or VALIDATION_FAILED, for the field {@code seconds}
   */
  static WatchPosition parse(JsonObject body) {
    JsonValue value = body.get(FIELD);
    if (value == null || value == JsonValue.NULL) {
      throw DomainException.field(ErrorCode.MISSING_FIELD, FIELD, "A position is needed.");
    }
    double seconds = value instanceof JsonNumber number ? number.doubleValue() : Double.NaN;
    if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
      throw DomainException.field(
          ErrorCode.VALIDATION_FAILED,
          FIELD,
          "A position is a number of seconds from 0 to " + (long) MAX_SECONDS + ".");
    }
    return new WatchPosition(seconds);
  }

  /**
   * Whether a video starts at its beginning the next time: at its beginning, at its end and after
   * it, nothing is left off.
   *
   * @param durationSeconds length of the video in seconds, or null when it isn't known
   */
  boolean isAtBeginningOrEnd(@Nullable Double durationSeconds) {
    return seconds == 0 || (durationSeconds != null && durationSeconds - seconds <= END_SECONDS);
  }
}
