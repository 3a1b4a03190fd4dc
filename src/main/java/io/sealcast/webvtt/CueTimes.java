package io.sealcast.webvtt;

import io.sealcast.problem.DomainException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times of a cue, and what follows them in their line.
 *
 * @param start milliseconds
 * @param end milliseconds, not before {@code start}
 * @param rest the rest of the line without spaces around it
 */
record CueTimes(long start, long end, String rest) {
  /** The arrow that only lines with times contain. */
  static final String ARROW = "-->";

  /**
   * WebVTT, section 4.3: two digits for minutes and seconds, three for milliseconds. As its parser
   * (section 6.3) does, this accepts hours of one digit and an arrow without spaces.
   */
  private static final Pattern WEBVTT =
      times("(?:(\\d{1,4}):)?([0-5]\\d):([0-5]\\d)\\.(\\d{3})", "[ \\t]*");

  /** SubRip has no standard; programs write fewer digits, or a point instead of the comma. */
  private static final Pattern SUBRIP =
      times("(\\d{1,4}):([0-5]?\\d):([0-5]?\\d)[,.](\\d{1,3})", "[ \\t]*");

  private static Pattern times(String time, String space) {
    return Pattern.compile("[ \\t]*" + time + space + ARROW + space + time + "(?:[ \\t]+(.*))?");
  }

  /**
   * Reads the next line as the times of WebVTT.
   *
   * @throws DomainException INVALID_CAPTIONS
   */
  static CueTimes webVtt(TextLines lines) {
    return read(WEBVTT, lines, "00:01:02.500 --> 00:01:04.000");
  }

  /**
   * Reads the next line as the times of SubRip.
   *
   * @throws DomainException INVALID_CAPTIONS
   */
  static CueTimes subRip(TextLines lines) {
    return read(SUBRIP, lines, "00:01:02,500 --> 00:01:04,000");
  }

  private static CueTimes read(Pattern pattern, TextLines lines, String example) {
    Matcher times = pattern.matcher(lines.hasNext() ? lines.next() : "");
    if (!times.matches()) {
      throw lines.invalid("times such as " + example + " are expected here.");
    }
    long start = millis(times, 1);
    long end = millis(times, 5);
    if (end < start) {
      throw lines.invalid("the caption ends before it begins.");
    }
    return new CueTimes(start, end, Optional.ofNullable(times.group(9)).orElse("").strip());
  }

  private static long millis(Matcher times, int group) {
    String hours = times.group(group);
    long minutes =
        (hours == null ? 0 : Long.parseLong(hours)) * 60 + Long.parseLong(times.group(group + 1));
    long seconds = minutes * 60 + Long.parseLong(times.group(group + 2));
    // "1,5" is half a second after the first
    String fraction = (times.group(group + 3) + "00").substring(0, 3);
    return seconds * 1000 + Long.parseLong(fraction);
  }

  /** Writes a time with hours, such as {@code 00:01:02.500}. */
  static String format(long millis) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        millis % 1000);
  }
}
