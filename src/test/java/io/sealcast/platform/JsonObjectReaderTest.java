package io.sealcast.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectReaderTest {
  private static JsonObject parse(String text) {
    return JsonObjectReader.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsAnObjectWithBracketsInItsTexts() {
    assertThat(parse(" {\"a\":\"}] \\\" {\",\"b\":[{}]} \n").getString("a")).isEqualTo("}] \" {");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "null", "{\"a\":1}}", "{} {}", "{}x", "{\"a\":}"})
  void refusesWhatIsNotExactlyOneObject(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  /** The parser has exceptions of other types for numbers that it doesn't represent. */
  @Test
  void refusesNumbersThatNobodyNeeds() {
    for (String number : new String[] {"1e99999999999", "-", "9".repeat(10_000)}) {
      assertThatThrownBy(() -> parse("{\"n\":[" + number + "]}"))
          .as("%.20s", number)
          .isInstanceOfSatisfying(
              DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"key\":\"\\ud800\"}",
        "{\"key\":\"a\\udc00b\"}",
        "{\"key\":[{\"a\":\"\\ud83d \\udd11\"}]}",
        "{\"key\":{\"\\ud800\":1}}"
      })
  void refusesHalfACharacterAndNamesTheField(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
              assertThat(e.errors()).extracting("field").containsExactly("key");
            });
  }

  @Test
  void takesWholeCharactersHoweverTheyAreEscaped() {
    assertThat(parse("{\"key\":\"\\ud83d\\udd11 🔑\"}").getString("key")).isEqualTo("🔑 🔑");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] latin = "{\"key\":\"Schlüssel\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> JsonObjectReader.parse(latin))
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void refusesADepthThatWouldOverflowTheStack() {
    assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(60_000)))
        .isInstanceOf(DomainException.class)
        .hasMessageContaining("deeply");
  }
}
