package io.sealcast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "film.mp4 | film.mp4 | film.mp4",
        "a, b; c.mp4 | a, b; c.mp4 | a%2C%20b%3B%20c.mp4",
        "10\" screen.mp4 | 10_ screen.mp4 | 10%22%20screen.mp4",
        "50%41*'.mp4 | 50_41_'.mp4 | 50%2541%2A%27.mp4",
        "a\\b/c.mp4 | a_b_c.mp4 | a%5Cb%2Fc.mp4",
        "小說 😀.mp4 | __ _.mp4 | %E5%B0%8F%E8%AA%AA%20%F0%9F%98%80.mp4"
      })
  void namesTheFile(String filename, String plain, String encoded) {
    assertThat(AttachmentName.header(filename))
        .isEqualTo("attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: b=c.mp4", "a\u0000b\u0085c\u2028d.mp4"})
  void isOneLineOfAscii(String filename) {
    assertThat(AttachmentName.header(filename)).matches("[ -~]+");
  }
}
