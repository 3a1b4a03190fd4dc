package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.FieldError;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchPositionTest {

  private static JsonObject body(String value) {
    try (JsonReader reader = Json.createReader(new StringReader("{\"seconds\":" + value + "}"))) {
      return reader.readObject();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "83.4, 83.4", "7200, 7200", "1e2, 100", "-0.0, 0", "10000000, 10000000"})
  void isANumberOfSeconds(String value, double seconds) {
    assertThat(WatchPosition.parse(body(value)).seconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-0.1", "10000001", "1e999", "-1e999", "1e99999", "\"83.4\"", "true", "[1]", "{}"})
  void nothingElseIsAPosition(String value) {
    refuses(body(value), ErrorCode.VALIDATION_FAILED);
  }

  @Test
  void isNeeded() {
    refuses(Json.createObjectBuilder().add("second", 1).build(), ErrorCode.MISSING_FIELD);
    refuses(body("null"), ErrorCode.MISSING_FIELD);
  }

  private static void refuses(JsonObject body, ErrorCode code) {
    assertThatThrownBy(() -> WatchPosition.parse(body))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.errors()).extracting(FieldError::field).containsExactly("seconds");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "0, 60, true",
    "0.1, 60, false",
    "58.9, 60, false",
    "59, 60, true",
    "61, 60, true",
    "0.5, 0.9, true",
    "0, , true",
    "59.5, , false"
  })
  void leavesNothingOffAtTheBeginningAndAtTheEnd(double at, Double duration, boolean expected) {
    assertThat(new WatchPosition(at).isAtBeginningOrEnd(duration)).isEqualTo(expected);
  }
}
