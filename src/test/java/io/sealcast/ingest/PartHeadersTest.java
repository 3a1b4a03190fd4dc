package io.sealcast.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.FieldError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartHeadersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "filename=\"a.mp4\"                        | a.mp4",
        "filename=a.mp4                            | a.mp4",
        "filename=\"a \\\"b\\\".mp4\"              | a \"b\".mp4",
        "filename=\"a %22b%22.mp4\"                | a \"b\".mp4",
        "filename=\"100%.mp4\"                     | 100%.mp4",
        "filename=\"..\\..\\x.mp4\"                | ..\\..\\x.mp4",
        "filename=\"../../x.mp4\"                  | ../../x.mp4",
        "filename=\"a;name=b.mp4\"                 | a;name=b.mp4",
        "filename=\"x\"; filename*=UTF-8''na%C3%AFve%20%F0%9F%8E%AC.mp4 | naïve 🎬.mp4",
        "filename=\"x\"; filename*=utf-8''50%      | 50%",
        "filename=\"x\"; filename*=latin-1''y      | x",
      })
  void keepsTheFileNameAsItWasGiven(String parameter, String filename) {
    PartHeaders headers =
        PartHeaders.parse("content-disposition: form-data; name=\"file\"; " + parameter + "\r\n");
    assertThat(headers).isEqualTo(new PartHeaders("file", filename));
  }

  @Test
  void takesAPartWithoutAFileNameForAField() {
    PartHeaders headers =
        PartHeaders.parse(
            "Content-Type: text/plain\r\nContent-Disposition: form-data;\r\n name=\"title\"\r\n");
    assertThat(headers).isEqualTo(new PartHeaders("title", null));
  }

  @Test
  void takesAPartThatSaysNothingForNobodys() {
    assertThat(PartHeaders.parse("X: y\r\n")).isEqualTo(new PartHeaders("", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filename=\"a\u00ff.mp4\"",
        "filename=\"a\u00ed\u00a0\u0080.mp4\"",
        "filename=\"x\"; filename*=UTF-8''a%FF.mp4",
        "filename=\"x\"; filename*=UTF-8''a%ED%A0%80.mp4"
      })
  void refusesAFileNameThatLostACharacter(String parameter) {
    // each character of the parameter stands for one byte
    byte[] headers =
        ("Content-Disposition: form-data; name=\"file\"; " + parameter + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> PartHeaders.parse(headers))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
              assertThat(e.errors()).extracting(FieldError::field).containsExactly("file");
            });
  }
}
