package io.sealcast.webvtt;

/**
 * A text that is shown for some time (WebVTT, section 3.1).
 *
 * @param start milliseconds from the beginning of the video, not negative
 * @param end milliseconds, not before {@code start}
 * @param settings where the text is shown, such as {@code line:0 align:start}; may be empty
 * @param text cue text of WebVTT by {@link CueText}, without a blank line
 */
public record Cue(long start, long end, String settings, String text) {
  /**
   * Returns a cue whose text has no markup, whatever it looks like.
   *
   * @param start milliseconds, not negative
   * @param end milliseconds, not before {@code start}
   * @param text one line, not blank
   */
  public static Cue ofPlainText(long start, long end, String text) {
    return new Cue(start, end, "", CueText.escape(text));
  }
}
