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

  @Test
  void refusesADepthThatWouldOverflowTheStack() {
    assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(60_000)))
        .isInstanceOf(DomainException.class)
        .hasMessageContaining("deeply");
  }
}
