package io.sealcast.catalog;

import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** The processing status of a video. */
public enum VideoStatus {
  UPLOADED,
  PROCESSING,
  PROCESSED,
  FAILED;

  @EnumeratedValue private final String text = name().toLowerCase(Locale.ROOT);

  /** Returns the name in the API and the database. */
  public String text() {
    return text;
  }

  /**
   * Returns the status with a name of {@link #text}.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static VideoStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
