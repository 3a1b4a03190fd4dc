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
  /** Tags that are omitted: fonts of SubRip, and times of WebVTT, which show a cue by words. */
  private static final Pattern OMITTED_TAG =
      Pattern.compile(
          "</?font(?:[ \\t][^<>\\n]{0,200})?>|<(?:\\d{1,4}:)?\\d\\d:\\d\\d\\.\\d{3}>",
          Pattern.CASE_INSENSITIVE);

  /** Longest omitted markup in characters. */
  private static final int MAX_OMITTED = 210;

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
    Matcher markup = MARKUP.matcher(withoutOmitted(text));
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

  /** Returns cue text that shows exactly these characters. */
  static String escape(String text) {
    // the arrow between times is escaped by that, too
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * Omits tags, and override codes of SubStation such as alignments in braces. Each is omitted when
   * it ends, so that what an omission joins is looked at too: otherwise it would be text now, and
   * markup when the result is read again.
   */
  private static String withoutOmitted(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      kept.append(c);
      int start =
          switch (c) {
            case '}' -> startOf('{', '}', kept);
            case '>' -> startOf('<', '>', kept);
            default -> -1;
          };
      if (start >= 0 && (c == '}' ? kept.charAt(start + 1) == '\\' : isOmittedTag(kept, start))) {
        kept.setLength(start);
      }
    }
    return kept.toString();
  }

  private static boolean isOmittedTag(StringBuilder text, int start) {
    return OMITTED_TAG.matcher(text.subSequence(start, text.length())).matches();
  }

  /** Returns where the markup begins that ends a text, in the same line, or -1. */
  private static int startOf(char opening, char closing, CharSequence text) {
    int first = Math.max(0, text.length() - MAX_OMITTED);
    for (int i = text.length() - 2; i >= first; i--) {
      char c = text.charAt(i);
      if (c == opening) {
        return i;
      }
      if (c == closing || c == '\n') {
        return -1;
      }
    }
    return -1;
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
