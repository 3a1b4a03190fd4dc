package io.sealcast.catalog;

import io.sealcast.text.SearchFold;

/**
 * What a video is found by: title and file name, folded. It is kept with the video, since databases
 * fold by the locale that they were set up with: one without a locale knows the case of ASCII only.
 */
final class SearchKey {
  /** Between title and file name; no fold gives it, so that no text is found across it. */
  private static final char SEPARATOR = '\n';

  private static final char ESCAPE_CHARACTER = '!';

  private SearchKey() {}

  static String of(String title, String filename) {
    return SearchFold.fold(title) + SEPARATOR + SearchFold.fold(filename);
  }

  /** What {@link #pattern} puts before a per cent or an underscore that means itself. */
  static char escape() {
    return ESCAPE_CHARACTER;
  }

  /**
   * A pattern for LIKE that finds the keys with a folded text in them, which takes its per cents
   * and underscores for what they are.
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
