package io.sealcast.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Folds texts for searching: "ÄRGER", "a&#x308;rger" and "arger" become equal. Texts that a person
 * takes for the same have the same fold. The fold loses more than Unicode's case folding, since a
 * user recognizes a superfluous result at a glance but never sees a missing one.
 *
 * <ul>
 *   <li>Compatibility forms are decomposed (NFKD): full width, ligatures, superscripts.
 *   <li>Accents are removed; marks that are letters of their own (vowel signs of Indic scripts and
 *       Thai, the Japanese voicing marks) are kept.
 *   <li>Case is removed, regardless of the language and the position in the word: {@code İ}, {@code
 *       I}, {@code ı} and {@code i} become equal, {@code Σ}, {@code σ} and {@code ς} too, {@code ß}
 *       becomes {@code ss}.
 *   <li>Letters that Unicode doesn't decompose are replaced by those of keyboards without them:
 *       {@code ł} becomes {@code l}, {@code æ} becomes {@code ae}.
 *   <li>Typographic quotes and dashes become the ASCII ones; any run of white space becomes one
 *       blank; invisible characters are removed.
 * </ul>
 *
 * The result doesn't depend on the locale of the machine or of the database, is a fixed point of
 * the fold, and is composed (NFC), so that a search for one letter doesn't find a syllable that
 * contains it. A change of these rules needs a migration that sets {@code video_file.search_title}
 * to null, so that all titles are folded again.
 */
public final class SearchFold {
  private static final int VOICED_SOUND_MARK = 0x3099;
  private static final int SEMI_VOICED_SOUND_MARK = 0x309A;
  private static final int TATWEEL = 0x640;

  /** The scripts whose marks are accents or are optional in writing. */
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

  /** Returns the folded text; empty when the text has nothing to search for. */
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
    // upper case comes first, since only that makes ß two letters and the small sigmas equal
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
