package io.sealcast.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class SearchFoldProperties {
  /**
   * Generates texts of all of Unicode, with many characters that have case, accents and variants.
   */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Integer> any = Arbitraries.integers().between(0, Character.MAX_CODE_POINT);
    Arbitrary<Integer> near =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0x20, 0x587),
            Arbitraries.integers().between(0x1C80, 0x218F),
            Arbitraries.integers().between(0xFB00, 0xFFEF),
            Arbitraries.integers().between(0x300, 0x36F));
    return Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(4, near))
        .list()
        .ofMaxSize(12)
        .map(
            points -> {
              StringBuilder text = new StringBuilder();
              points.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  @Property(tries = 300)
  void foldsToItself(@ForAll("texts") String text) {
    String folded = SearchFold.fold(text);
    assertThat(SearchFold.fold(folded)).isEqualTo(folded);
  }

  @Property(tries = 300)
  void isTheSameForAllNormalForms(@ForAll("texts") String text) {
    String folded = SearchFold.fold(text);
    for (Normalizer.Form form : Normalizer.Form.values()) {
      assertThat(SearchFold.fold(Normalizer.normalize(text, form))).isEqualTo(folded);
    }
  }

  @Property(tries = 300)
  void isTheSameForBothCases(@ForAll("texts") String text) {
    // U+0345 is the only mark whose upper case is a letter, which typing without accents omits.
    Assume.that(Normalizer.normalize(text, Normalizer.Form.NFD).indexOf(0x345) < 0);
    String folded = SearchFold.fold(text);
    assertThat(SearchFold.fold(text.toUpperCase(Locale.ROOT))).isEqualTo(folded);
    assertThat(SearchFold.fold(text.toLowerCase(Locale.ROOT))).isEqualTo(folded);
  }

  @Property(tries = 300)
  void findsATitleByItsBeginning(@ForAll("texts") String start, @ForAll("texts") String end) {
    String title = SearchFold.fold(start + " " + end);
    assertThat(title).startsWith(SearchFold.fold(start));
  }

  @Property(tries = 300)
  void holdsNothingThatADatabaseCanNotKeep(@ForAll("texts") String text) {
    String folded = SearchFold.fold(text);
    assertThat(TextIntegrity.isEncodable(folded)).isTrue();
    assertThat(folded).doesNotContain("\0", "\n", "  ").isEqualTo(folded.strip());
  }
}
