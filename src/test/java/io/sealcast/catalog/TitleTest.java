package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests titles of which a person would see nothing. */
class TitleTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u200B", "\u00A0", "\u2060\u200D", "\u202E", "\t\n"})
  void aTitleOfWhichNothingIsVisibleIsRejected(String typed) {
    assertThatThrownBy(() -> Title.check(typed))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION_FAILED));
  }

  @Test
  void aVisibleTitleKeepsItsInvisibleCharacters() {
    String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";

    assertThat(Title.check(family)).isEqualTo(family);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u200B", "\u200B.\u200B", " "})
  void aFileNameOfWhichNothingIsVisibleGivesTheUsualTitle(String name) {
    String title = Title.fromFilename(name);

    assertThat(title.replaceAll("\\p{Cf}", "")).isIn("video", ".");
  }

  @Test
  void aFileNameWithAnInvisibleStemIsTheTitleItself() {
    assertThat(Title.fromFilename("\u200B.mp4")).isEqualTo("\u200B.mp4");
  }
}
