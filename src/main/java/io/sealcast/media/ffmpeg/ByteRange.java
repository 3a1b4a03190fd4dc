package io.sealcast.media.ffmpeg;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one form of {@code Range} that ffmpeg sends (RFC 9110, 14.1.2); both ends inclusive. */
record ByteRange(long from, long to) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

  /** The range asked for within {@code size} bytes, all of them without one; null outside. */
  static ByteRange parse(String header, long size) {
    long from = 0;
    long to = size - 1;
    if (header != null) {
      Matcher range = FORM.matcher(header.trim());
      if (!range.matches()) {
        return null;
      }
      from = Long.parseLong(range.group(1));
      if (!range.group(2).isEmpty()) {
        to = Math.min(to, Long.parseLong(range.group(2)));
      }
    }
    return from > to ? null : new ByteRange(from, to);
  }

  long length() {
    return to - from + 1;
  }
}
