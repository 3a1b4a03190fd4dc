package io.sealcast.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTagTest {
  @ParameterizedTest
  @CsvSource({
    "en, en",
    "EN-us, en-US",
    "eng, en",
    "ger, de",
    "deu, de",
    "chi, zh",
    "zh-hant-tw, zh-Hant-TW",
    "gsw, gsw",
    "und, und",
    "en-x-2, en-x-2",
    "sr-Latn, sr-Latn"
  })
  void aTagHasOneForm(String text, String canonical) {
    assertThat(LanguageTag.parse(text)).contains(new LanguageTag(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "en_US",
        "e",
        "-",
        "en-",
        "en--us",
        "Deutsch!",
        "../x",
        "en\n",
        "🎬",
        "toolonglang"
      })
  void whatIsNoTagIsRefused(String text) {
    assertThat(LanguageTag.parse(text)).isEmpty();
  }

  @Test
  void aTagThatIsTooLongIsRefused() {
    assertThat(LanguageTag.parse("en-x-" + "a".repeat(8) + "-" + "b".repeat(8))).isPresent();
    assertThat(LanguageTag.parse("en" + "-x".concat("-abcdefgh".repeat(4)))).isEmpty();
  }

  @Test
  void anotherTextInTheSameLanguageGetsANumber() {
    assertThat(new LanguageTag("pt-BR").numbered(2)).isEqualTo(new LanguageTag("pt-BR-x-2"));
    LanguageTag numbered = new LanguageTag("en-x-a").numbered(3);
    assertThat(numbered).isEqualTo(new LanguageTag("en-x-3"));
    assertThat(LanguageTag.parse(numbered.value())).contains(numbered);
  }

  @ParameterizedTest
  @CsvSource({
    "de, Deutsch",
    "fr, Français",
    "en-x-2, English 2",
    "und, Unknown language",
    "und-x-2, Unknown language 2",
    "ja, 日本語"
  })
  void aLanguageIsNamedInItself(String tag, String name) {
    assertThat(new LanguageTag(tag).displayName()).isEqualTo(name);
  }
}
