package io.sealcast.messaging;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an event lies among all events; every instance has the same for the same event. The time is
 * part of it, so that a position in a topic that was deleted isn't taken for one in its successor.
 *
 * @param sequence grows with each event
 * @param time milliseconds since 1970, as the event's record says
 */
public record EventPosition(long sequence, long time) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /** What {@link #toString} made; empty for whatever else somebody sends. */
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
