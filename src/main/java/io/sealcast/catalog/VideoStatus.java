package io.sealcast.catalog;

import java.util.Locale;

/** Where a video is in its life. */
public enum VideoStatus {
  UPLOADED,
  PROCESSING,
  PROCESSED,
  FAILED;

  /** As the API and the database write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The status that is written {@code text}; throws IllegalArgumentException for any other text.
   */
  public static VideoStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
