package io.sealcast.media.ffmpeg;

import java.util.HashMap;
import java.util.Map;

/**
 * The output of {@code ffprobe -of flat}: one {@code name=value} per line, with texts in quotes.
 */
final class FlatReport {
  private final Map<String, String> values = new HashMap<>();

  FlatReport(String text) {
    for (String line : text.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), unquote(line.substring(equals + 1).trim()));
      }
    }
  }

  private static String unquote(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }

  /** Returns a value as text; empty when the report doesn't have it. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns a value as a number; 0 when the report doesn't have it or it isn't a number. */
  double number(String name) {
    try {
      double value = Double.parseDouble(text(name));
      return Double.isFinite(value) ? value : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  int integer(String name) {
    return (int) number(name);
  }

  /**
   * Returns the quotient of a fraction such as {@code 30000/1001} or {@code 12:11}; 0 when the
   * value is no valid fraction.
   */
  double ratio(String name) {
    // with -1, a value of separators alone has parts too
    String[] parts = text(name).split("[/:]", -1);
    try {
      double value = Double.parseDouble(parts[0]) / Double.parseDouble(parts[parts.length - 1]);
      return parts.length == 2 && Double.isFinite(value) ? value : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
