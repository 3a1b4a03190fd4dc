package io.sealcast.catalog;

import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** Where a video is in its life. */
public enum VideoStatus {
  UPLOADED,
  PROCESSING,
  PROCESSED,
  FAILED;

  @EnumeratedValue private final String text = name().toLowerCase(Locale.ROOT);

  /** As the API and the database write it. */
  public String text() {
    return text;
  }

  /**
   * The status that is written {@code text}; throws IllegalArgumentException for any other text.
   */
  public static VideoStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
