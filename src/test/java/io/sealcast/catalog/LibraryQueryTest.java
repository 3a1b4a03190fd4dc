package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryQueryTest {
  private static final LibraryPosition PLACE =
      new LibraryPosition(Instant.parse("2026-11-28T16:00:00.123456Z"), 17);

  private static void refused(
      String text, String cursor, String page, ErrorCode code, String field) {
    assertThatThrownBy(() -> LibraryQuery.of(text, null, cursor, page, null))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.errors()).extracting("field").containsExactly(field);
            });
  }

  @Test
  void goesOnWhereACursorSays() {
    LibraryQuery query = LibraryQuery.of("ÄR", "processed", PLACE.cursor(), null, "7");
    assertThat(query.after()).isEqualTo(PLACE);
    assertThat(query.text()).isEqualTo("ar");
    assertThat(query.status()).isEqualTo(VideoStatus.PROCESSED);
    assertThat(query.pageSize()).isEqualTo(7);
  }

  @Test
  void aCursorCanStandInAnAddressAsItIs() {
    assertThat(PLACE.cursor()).matches("[A-Za-z0-9_-]{22}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "null",
        "1",
        "AAAA",
        "%",
        "AAAAAAAAAAAAAAAAAAAAAA",
        "________________________"
      })
  void refusesACursorThatNoAnswerHasNamed(String cursor) {
    refused(null, cursor, null, ErrorCode.BAD_REQUEST, "cursor");
  }

  @Test
  void refusesACursorThatWasChanged() {
    String cursor = PLACE.cursor();
    // the last character has unused bits, so another one could encode the same position
    String other = cursor.substring(0, 21) + (char) (cursor.charAt(21) + 1);
    assertThat(Base64.getUrlDecoder().decode(other))
        .isEqualTo(Base64.getUrlDecoder().decode(cursor));
    refused(null, other, null, ErrorCode.BAD_REQUEST, "cursor");
    refused(null, cursor + "==", null, ErrorCode.BAD_REQUEST, "cursor");
    refused(null, cursor + cursor, null, ErrorCode.BAD_REQUEST, "cursor");
  }

  @Test
  void takesAPageOrACursor() {
    refused(null, PLACE.cursor(), "2", ErrorCode.VALIDATION_FAILED, "page");
    assertThat(LibraryQuery.of(null, null, null, "2", null).page()).isEqualTo(2);
    assertThat(LibraryQuery.of(null, null, "", "", "").after()).isNull();
  }

  @Test
  void countsTheCharactersOfATextAsPeopleDo() {
    assertThat(LibraryQuery.of("a\u0308".repeat(255), null, null, null, null).text()).hasSize(255);
    assertThat(LibraryQuery.of("🎬".repeat(255), null, null, null, null).text()).hasSize(510);
    refused("a".repeat(256), null, null, ErrorCode.VALIDATION_FAILED, "q");
    refused("half \ud83d", null, null, ErrorCode.VALIDATION_FAILED, "q");
  }

  @Test
  void takesPerCentsAndUnderscoresForWhatTheyAre() {
    assertThat(SearchKey.pattern("100%_!")).isEqualTo("%100!%!_!!%");
  }
}
