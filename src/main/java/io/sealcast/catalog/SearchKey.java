package io.sealcast.catalog;

import io.sealcast.text.SearchFold;

/**
 * Builds the search key of a video: its folded title and file name. The key is stored with the
 * video, since a database folds by the locale of its creation, and one without a locale folds only
 * ASCII.
 */
final class SearchKey {
  /** Separates title and file name. No fold contains it, so that no text matches across it. */
  private static final char SEPARATOR = '\n';

  private static final char ESCAPE_CHARACTER = '!';

  private SearchKey() {}

  static String of(String title, String filename) {
    return SearchFold.fold(title) + SEPARATOR + SearchFold.fold(filename);
  }

  /** Returns the escape character that {@link #pattern} uses for LIKE. */
  static char escape() {
    return ESCAPE_CHARACTER;
  }

  /**
   * Returns a pattern for LIKE that matches the keys that contain a folded text. Per cent signs and
   * underscores in the text are literal.
   */
  static String pattern(String folded) {
    StringBuilder pattern = new StringBuilder("%");
    for (char c : folded.toCharArray()) {
      if (c == '%' || c == '_' || c == ESCAPE_CHARACTER) {
        pattern.append(ESCAPE_CHARACTER);
      }
      pattern.append(c);
    }
    return pattern.append('%').toString();
  }
}
