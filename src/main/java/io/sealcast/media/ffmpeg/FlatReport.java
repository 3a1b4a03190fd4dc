package io.sealcast.media.ffmpeg;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The output of {@code ffprobe -of flat}: one {@code name=value} per line, with texts in quotes.
 */
final class FlatReport {
  /** Longest line in bytes; the rest of a longer one is dropped. */
  private static final int MAX_LINE = 64 << 10;

  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  private final Map<String, String> values = new HashMap<>();

  FlatReport(String text) {
    for (String line : text.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), unquote(line.substring(equals + 1).trim()));
      }
    }
  }

  /**
   * Reads a report to its end, of which at most a number of bytes are kept.
   *
   * @param isUsed whether a value is kept, by its name
   */
  static FlatReport read(InputStream report, int maxBytes, Predicate<String> isUsed)
      throws IOException {
    InputStream in = new BufferedInputStream(report);
    StringBuilder kept = new StringBuilder();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int left = maxBytes;
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != '\n') {
        if (line.size() < MAX_LINE) {
          line.write(b);
        }
        continue;
      }
      String text = line.toString(StandardCharsets.UTF_8);
      int equals = text.indexOf('=');
      if (line.size() <= left && equals > 0 && isUsed.test(text.substring(0, equals))) {
        kept.append(text).append('\n');
        left -= line.size();
      }
      line.reset();
    }
    return new FlatReport(kept.toString());
  }

  private static String unquote(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted
        ? ESCAPED.matcher(value.substring(1, value.length() - 1)).replaceAll(FlatReport::unescape)
        : value;
  }

  private static String unescape(MatchResult escaped) {
    String character = escaped.group(1);
    return switch (character) {
      case "n" -> "\n";
      case "r" -> "\r";
      default -> Matcher.quoteReplacement(character);
    };
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
