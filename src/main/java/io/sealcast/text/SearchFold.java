package io.sealcast.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Folds a text to what it is found by: "ÄRGER", "a&#x308;rger" and "arger" are one. Texts that a
 * person takes for the same fold to the same; the fold is lossier than Unicode's case folding,
 * since what it finds too much is seen at a glance, and what it doesn't find is lost.
 *
 * <ul>
 *   <li>Compatibility forms are taken apart (NFKD): full width, ligatures, superscripts.
 *   <li>Accents go; marks that are letters of their own (vowel signs of Indic scripts and Thai, the
 *       Japanese voicing marks) stay.
 *   <li>Case goes, whatever the language and the place in the word: {@code İ}, {@code I}, {@code ı}
 *       and {@code i} are one, {@code Σ}, {@code σ} and {@code ς} too, {@code ß} is {@code ss}.
 *   <li>Letters that Unicode doesn't take apart become what keyboards without them have: {@code ł}
 *       is {@code l}, {@code æ} is {@code ae}.
 *   <li>Typographic quotes and dashes become the typed ones; any run of white space is one blank;
 *       what nobody sees goes.
 * </ul>
 *
 * The result doesn't depend on the locale of the machine or of the database, folds to itself, and
 * is composed (NFC), so that a syllable isn't found by a letter of it. A change of these rules
 * needs a migration that sets {@code video_file.search_title} to null: then all is folded anew.
 */
public final class SearchFold {
  private static final int VOICED_SOUND_MARK = 0x3099;
  private static final int SEMI_VOICED_SOUND_MARK = 0x309A;
  private static final int TATWEEL = 0x640;

  /** The scripts whose marks are accents or may be left out in writing. */
  private static final Set<UnicodeScript> ACCENTED =
      Set.of(
          UnicodeScript.INHERITED,
          UnicodeScript.COMMON,
          UnicodeScript.LATIN,
          UnicodeScript.GREEK,
          UnicodeScript.CYRILLIC,
          UnicodeScript.HEBREW,
          UnicodeScript.ARABIC);

  private static final Map<Integer, String> SUBSTITUTES =
      Map.ofEntries(
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'ð', "d"),
          Map.entry((int) 'ħ', "h"),
          Map.entry((int) 'ĸ', "k"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'ŋ', "n"),
          Map.entry((int) 'ŧ', "t"),
          Map.entry((int) 'þ', "th"),
          Map.entry(0x2018, "'"),
          Map.entry(0x2019, "'"),
          Map.entry(0x201B, "'"),
          Map.entry(0x2BC, "'"),
          Map.entry(0x2032, "'"),
          Map.entry(0x201C, "\""),
          Map.entry(0x201D, "\""),
          Map.entry(0x201E, "\""),
          Map.entry(0x201F, "\""),
          Map.entry(0x2010, "-"),
          Map.entry(0x2011, "-"),
          Map.entry(0x2012, "-"),
          Map.entry(0x2013, "-"),
          Map.entry(0x2014, "-"),
          Map.entry(0x2015, "-"),
          Map.entry(0x2212, "-"));

  private SearchFold() {}

  /** The folded text; empty when nothing of it can be searched for. */
  public static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKD)
        .codePoints()
        .filter(c -> !isLeftOut(c))
        .forEach(c -> append(folded, c));
    return Normalizer.normalize(folded.toString().strip(), Normalizer.Form.NFC);
  }

  private static void append(StringBuilder folded, int typed) {
    if (isBlank(typed)) {
      if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
        folded.append(' ');
      }
      return;
    }
    // By way of the capital: only that makes ß two letters, and the three small sigmas one.
    String capital = Character.toString(Character.toLowerCase(typed)).toUpperCase(Locale.ROOT);
    capital.codePoints().map(Character::toLowerCase).forEach(c -> substitute(folded, c));
  }

  private static void substitute(StringBuilder folded, int c) {
    String other = SUBSTITUTES.get(c);
    if (other == null) {
      folded.appendCodePoint(c);
    } else {
      folded.append(other);
    }
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isLeftOut(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> isAccent(c);
      case Character.CONTROL -> !Character.isWhitespace(c);
      case Character.FORMAT, Character.SURROGATE -> true;
      default -> c == TATWEEL;
    };
  }

  private static boolean isAccent(int mark) {
    return mark != VOICED_SOUND_MARK
        && mark != SEMI_VOICED_SOUND_MARK
        && ACCENTED.contains(UnicodeScript.of(mark));
  }
}
