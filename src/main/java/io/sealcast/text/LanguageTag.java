package io.sealcast.text;

import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A language by BCP 47 (RFC 5646) in its canonical form: the shortest code of the language, usual
 * upper and lower case. {@code und} is an undetermined language.
 *
 * @param value for instance {@code en}, {@code pt-BR} or {@code zh-Hant}; at most {@link
 *     #MAX_LENGTH} characters
 */
public record LanguageTag(String value) {
  /** The length that RFC 5646, section 4.4.1, recommends for buffers. */
  public static final int MAX_LENGTH = 35;

  /** The language of what doesn't state one. */
  public static final LanguageTag UNDETERMINED = new LanguageTag("und");

  private static final char PRIVATE_USE = 'x';

  /** The codes of ISO 639-2 with three letters that have a code with two letters. */
  private static final Map<String, String> SHORT_CODES = shortCodes();

  /**
   * Parses a tag, in any case and with any valid code of the language.
   *
   * @return the tag, or empty when the text isn't a well-formed tag or is too long
   */
  public static Optional<LanguageTag> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      Locale locale = new Locale.Builder().setLanguageTag(text).build();
      String code = SHORT_CODES.get(locale.getLanguage());
      Locale canonical =
          code == null ? locale : new Locale.Builder().setLocale(locale).setLanguage(code).build();
      String tag = canonical.toLanguageTag();
      return tag.length() > MAX_LENGTH ? Optional.empty() : Optional.of(new LanguageTag(tag));
    } catch (IllformedLocaleException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the tag of another text in the same language, by a subtag for private use: {@code
   * en-x-2}. A tag that would be too long is shortened to its language before.
   *
   * @param number 2 or more
   */
  public LanguageTag numbered(int number) {
    String suffix = "-" + PRIVATE_USE + "-" + number;
    String whole = value + suffix;
    boolean fits = whole.length() <= MAX_LENGTH && locale().getExtension(PRIVATE_USE) == null;
    return new LanguageTag(fits ? whole : language() + suffix);
  }

  private String language() {
    String code = locale().getLanguage();
    return code.isEmpty() ? UNDETERMINED.value : Locale.forLanguageTag(code).toLanguageTag();
  }

  /**
   * Returns the name of the language in this language, with a capital letter where the script has
   * one: {@code Deutsch} for {@code de}, {@code English 2} for {@code en-x-2}.
   */
  public String displayName() {
    Locale locale = new Locale.Builder().setLocale(locale()).clearExtensions().build();
    String name =
        locale.getLanguage().isEmpty() ? "Unknown language" : locale.getDisplayName(locale);
    String more = locale().getExtension(PRIVATE_USE);
    int first = name.offsetByCodePoints(0, 1);
    return name.substring(0, first).toUpperCase(locale)
        + name.substring(first)
        + (more == null ? "" : " " + more);
  }

  private Locale locale() {
    return Locale.forLanguageTag(value);
  }

  private static Map<String, String> shortCodes() {
    Map<String, String> codes = new HashMap<>();
    for (String code : Locale.getISOLanguages()) {
      codes.put(Locale.forLanguageTag(code).getISO3Language(), code);
    }
    // The bibliographic codes, which Java doesn't know and files use more than the others.
    String[] bibliographic = {
      "alb sq", "arm hy", "baq eu", "bur my", "chi zh", "cze cs", "dut nl", "fre fr", "geo ka",
      "ger de", "gre el", "ice is", "mac mk", "mao mi", "may ms", "per fa", "rum ro", "slo sk",
      "tib bo", "wel cy"
    };
    for (String pair : bibliographic) {
      codes.put(pair.substring(0, 3), pair.substring(4));
    }
    return Map.copyOf(codes);
  }

  @Override
  public String toString() {
    return value;
  }
}
