package io.sealcast.media.ffmpeg;

import java.util.HashMap;
import java.util.Map;

/** What {@code ffprobe -of flat} says: one {@code name=value} a line, texts in quotes. */
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

  /** Empty when it isn't there. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** 0 when it isn't there or is no number. */
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

  /** A fraction such as {@code 30000/1001} or {@code 12:11}; 0 when it is nonsense. */
  double ratio(String name) {
    String[] parts = text(name).split("[/:]");
    try {
      double value = Double.parseDouble(parts[0]) / Double.parseDouble(parts[parts.length - 1]);
      return parts.length == 2 && Double.isFinite(value) ? value : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
