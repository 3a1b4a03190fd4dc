package io.sealcast.webvtt;

import io.sealcast.problem.DomainException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The captions of a video in one language. Of a file, only the cues are read: style sheets, regions
 * and comments are omitted, since a style sheet could refer to other servers.
 *
 * @param cues the cues by their start
 */
public record CaptionFile(List<Cue> cues) {
  /** MIME type of {@link #toWebVtt} (WebVTT, section 9.1), without the charset. */
  public static final String MEDIA_TYPE = "text/vtt";

  /** Maximum size in bytes of a file that is read or written: some ten hours of dialogue. */
  public static final int MAX_BYTES = 2 << 20;

  private static final Pattern HEADER = Pattern.compile("WEBVTT(?:[ \\t].*)?");
  private static final Pattern OTHER_BLOCK = Pattern.compile("(?:NOTE|STYLE|REGION)(?:[ \\t].*)?");
  private static final Pattern NUMBER = Pattern.compile("[ \\t]*\\d{1,9}[ \\t]*");
  private static final Pattern SETTING =
      Pattern.compile("(?:vertical|line|position|size|align):[\\w.%,-]{1,40}");

  public CaptionFile {
    cues = cues.stream().sorted(Comparator.comparingLong(Cue::start)).toList();
  }

  /**
   * Reads WebVTT in UTF-8.
   *
   * @throws DomainException INVALID_CAPTIONS with the line
   */
  public static CaptionFile parseWebVtt(byte[] file) {
    TextLines lines = header(file);
    List<Cue> cues = new ArrayList<>();
    for (lines.skipBlank(); lines.hasNext(); lines.skipBlank()) {
      if (OTHER_BLOCK.matcher(lines.peek()).matches()) {
        lines.block();
      } else {
        if (!lines.peek().contains(CueTimes.ARROW)) {
          lines.next(); // the identifier of the cue
        }
        CueTimes times = CueTimes.webVtt(lines);
        add(cues, times, settings(times.rest()), text(lines, String::isEmpty));
      }
    }
    return new CaptionFile(cues);
  }

  /**
   * Reads WebVTT that ffmpeg has made of another format. It has nothing but cues without
   * identifiers, and their lines may be empty, although WebVTT doesn't permit that.
   *
   * @throws DomainException INVALID_CAPTIONS with the line
   */
  public static CaptionFile parseConverted(byte[] file) {
    TextLines lines = header(file);
    List<Cue> cues = new ArrayList<>();
    for (lines.skipBlank(); lines.hasNext(); lines.skipBlank()) {
      CueTimes times = CueTimes.webVtt(lines);
      StringBuilder text = new StringBuilder();
      while (lines.hasNext() && !lines.peek().contains(CueTimes.ARROW)) {
        text.append(lines.next()).append('\n');
      }
      add(cues, times, settings(times.rest()), CueText.of(text.toString()));
    }
    return new CaptionFile(cues);
  }

  /** Returns the lines after the header, which may go on up to the first blank line. */
  private static TextLines header(byte[] file) {
    TextLines lines = TextLines.of(file);
    if (!HEADER.matcher(lines.next()).matches()) {
      throw lines.invalid("a WebVTT file begins with WEBVTT.");
    }
    lines.block();
    return lines;
  }

  /**
   * Reads SubRip in UTF-8.
   *
   * @throws DomainException INVALID_CAPTIONS with the line
   */
  public static CaptionFile parseSubRip(byte[] file) {
    TextLines lines = TextLines.of(file);
    List<Cue> cues = new ArrayList<>();
    for (lines.skipBlank(); lines.hasNext(); lines.skipBlank()) {
      if (NUMBER.matcher(lines.peek()).matches()) {
        lines.next();
      }
      add(cues, CueTimes.subRip(lines), "", text(lines, String::isBlank));
    }
    return new CaptionFile(cues);
  }

  /**
   * Reads the text of a cue. Times in it show that the blank line before them is missing.
   *
   * @param isEnd whether a line ends the text: an empty one does in WebVTT; programs that write
   *     SubRip leave spaces in it
   */
  private static String text(TextLines lines, Predicate<String> isEnd) {
    StringBuilder text = new StringBuilder();
    boolean blank = false;
    while (lines.hasNext() && !isEnd.test(lines.peek())) {
      boolean isTimes = lines.peek().contains(CueTimes.ARROW);
      if (isTimes && blank) {
        break; // what was meant to be the empty line has spaces in it
      }
      String line = lines.next();
      if (isTimes) {
        throw lines.invalid("a blank line is missing before these times.");
      }
      blank = line.isBlank();
      text.append(line).append('\n');
    }
    return CueText.of(text.toString());
  }

  /** Adds a cue unless nobody could see it. */
  private static void add(List<Cue> cues, CueTimes times, String settings, String text) {
    if (times.end() > times.start() && !text.isEmpty()) {
      cues.add(new Cue(times.start(), times.end(), settings, text));
    }
  }

  private static String settings(String rest) {
    return String.join(
        " ", SETTING.matcher(rest).results().map(result -> result.group()).limit(5).toList());
  }

  /**
   * Returns the file with all times moved. Cues that end before the beginning are omitted.
   *
   * @param millis milliseconds to add; may be negative
   */
  public CaptionFile shiftedBy(long millis) {
    return new CaptionFile(
        cues.stream()
            .filter(cue -> cue.end() + millis > 0)
            .map(
                cue ->
                    new Cue(
                        Math.max(0, cue.start() + millis),
                        cue.end() + millis,
                        cue.settings(),
                        cue.text()))
            .toList());
  }

  /** Returns the file as WebVTT in UTF-8. It may be longer than {@link #MAX_BYTES}. */
  public byte[] toWebVtt() {
    return WebVttWriter.write(cues);
  }
}
