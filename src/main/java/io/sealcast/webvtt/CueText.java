package io.sealcast.webvtt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Converts the text of captions into cue text of WebVTT (section 3.2). Only the tags that WebVTT
 * has for emphasis, voices, languages and ruby remain tags. Other angle brackets and ampersands are
 * escaped, so that they are shown and never interpreted.
 */
final class CueText {
  /**
   * What is omitted: fonts of SubRip, override codes of SubStation, and the times within a cue of
   * WebVTT, which show it word by word.
   */
  private static final Pattern OMITTED =
      Pattern.compile(
          "</?font(?:\\s[^<>]{0,200})?>|\\{\\\\[^{}\\n]{0,200}\\}"
              + "|<(?:\\d{1,4}:)?\\d\\d:\\d\\d\\.\\d{3}>",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern MARKUP =
      Pattern.compile(
          // a tag must not end like the arrow between times
          "(?<tag>(?:</?(?:[ibuc]|ruby|rt)(?:\\.[\\w-]{1,40}){0,4}|</(?:v|lang)"
              + "|<(?:v|lang)(?:\\.[\\w-]{1,40}){0,4}(?:[ \\t][^<>&\\n]{0,200})?)(?<!--)>)"
              + "|(?<entity>&(?:amp|lt|gt|lrm|rlm|nbsp);)"
              + "|(?<character>[<>&])",
          Pattern.CASE_INSENSITIVE);

  private CueText() {}

  /** Returns cue text for a text with lines separated by line feeds, and trims it. */
  static String of(String text) {
    Matcher markup = MARKUP.matcher(OMITTED.matcher(text).replaceAll(""));
    StringBuilder cue = new StringBuilder();
    while (markup.find()) {
      String replacement = markup.group();
      if (markup.group("character") != null) {
        replacement =
            switch (replacement.charAt(0)) {
              case '<' -> "&lt;";
              case '>' -> "&gt;";
              default -> "&amp;";
            };
      } else if (markup.group("tag") != null) {
        replacement = lowerCaseName(replacement);
      }
      markup.appendReplacement(cue, Matcher.quoteReplacement(replacement));
    }
    // a line of an override code alone is blank now, and a blank line would end the cue
    return markup
        .appendTail(cue)
        .toString()
        .lines()
        .filter(line -> !line.isBlank())
        .collect(Collectors.joining("\n"))
        .strip();
  }

  /** SubRip has tags in capital letters too, which WebVTT doesn't know. */
  private static String lowerCaseName(String tag) {
    int end = 1;
    while (end < tag.length() && (tag.charAt(end) == '/' || Character.isLetter(tag.charAt(end)))) {
      end++;
    }
    return tag.substring(0, end).toLowerCase(java.util.Locale.ROOT) + tag.substring(end);
  }
}
