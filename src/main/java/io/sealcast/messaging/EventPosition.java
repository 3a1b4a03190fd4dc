package io.sealcast.messaging;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The position of an event, which is the same on all instances. It includes the time, so that a
 * position in a deleted topic isn't confused with one in the topic that replaced it.
 *
 * @param sequence number that increases with each event
 * @param time time stamp of the event's record in milliseconds since 1970
 */
public record EventPosition(long sequence, long time) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /** Parses the result of {@link #toString}; returns empty for any other text. */
  public static Optional<EventPosition> parse(@Nullable String text) {
    Matcher matcher = FORM.matcher(text == null ? "" : text);
    return matcher.matches()
        ? Optional.of(
            new EventPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return sequence + "-" + time;
  }
}
