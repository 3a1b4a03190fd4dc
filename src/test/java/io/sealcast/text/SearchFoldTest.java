package io.sealcast.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchFoldTest {
  @ParameterizedTest
  @CsvSource({
    "Ärger, arger",
    "ÄRGER, Ärger",
    "İstanbul, istanbul",
    "İSTANBUL, ıstanbul",
    "Iğdır, IĞDIR",
    "ΣΙΣΥΦΟΣ, Σίσυφος",
    "σισυφοσ, σισυφος",
    "Straße, STRASSE",
    "STRAẞE, straße",
    "ＡＢＣ１２３, abc123",
    "ｶﾞｯｺｳ, ガッコウ",
    "ﬁlm, Film",
    "Łódź, lodz",
    "København, kobenhavn",
    "Æsop, aesop",
    "Œuvre, oeuvre",
    "Þór, thor",
    "Việt Nam, viet nam",
    "Ёлка, елка",
    "ⅩⅣ, xiv",
    "m², m2",
    "Ǆ, dž",
    "it’s, it's",
    "2019–2020, 2019-2020",
    "مُحَمَّد, محمد",
    "שָׁלוֹם, שלום",
    "소리, 소리"
  })
  void findsOneByTheOther(String title, String typed) {
    String folded = SearchFold.fold(typed);
    for (Normalizer.Form form : Normalizer.Form.values()) {
      assertThat(SearchFold.fold(Normalizer.normalize(title, form)))
          .as(form.name())
          .isEqualTo(folded);
    }
  }

  @ParameterizedTest
  @CsvSource({"が, か", "กิน, กน", "कि, क", "가, 각", "a, b", "ab, a b", "5, 6"})
  void keepsApartWhatAreDifferentLetters(String one, String other) {
    assertThat(SearchFold.fold(one)).isNotEqualTo(SearchFold.fold(other));
  }

  @Test
  void whatNobodySeesIsNotThere() {
    assertThat(SearchFold.fold("  Sum\u00admer\u200d\u00a0 \t of\ufe0f \u202e69 \n"))
        .isEqualTo("summer of 69");
    assertThat(SearchFold.fold("\ud800 \u0301\u200b")).isEmpty();
  }

  @Test
  void dependsOnNoMachinesLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(new Locale("tr"));
      assertThat(SearchFold.fold("TITLE I")).isEqualTo("title i");
      Locale.setDefault(new Locale("lt"));
      assertThat(SearchFold.fold("Ì")).isEqualTo("i");
    } finally {
      Locale.setDefault(before);
    }
  }
}
