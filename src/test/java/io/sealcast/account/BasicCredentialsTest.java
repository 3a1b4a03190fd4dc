package io.sealcast.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class BasicCredentialsTest {
  private static String header(byte[] credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  @Test
  void readsUtf8UpToTheFirstColon() {
    BasicCredentials read =
        BasicCredentials.parse(header("żółć:пароль: 🔑".getBytes(UTF_8))).orElseThrow();
    assertThat(read.username()).isEqualTo("żółć");
    assertThat(read.password()).isEqualTo("пароль: 🔑".toCharArray());
    read.close();
    assertThat(read.password()).containsOnly('\0');
  }

  @Test
  void isNothingWithoutAColonOrInAnotherForm() {
    assertThat(BasicCredentials.parse(header("ann".getBytes(UTF_8)))).isEmpty();
    assertThat(BasicCredentials.parse("Basic %%%")).isEmpty();
    assertThat(BasicCredentials.parse("Bearer x")).isEmpty();
  }

  @Test
  void namesTheFieldThatIsNotUtf8() {
    refuses("ann:grüße", "password");
    refuses("zoë:hello", "username");
  }

  private static void refuses(String credentials, String field) {
    assertThatThrownBy(() -> BasicCredentials.parse(header(credentials.getBytes(ISO_8859_1))))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
              assertThat(e.errors()).extracting("field").containsExactly(field);
            });
  }
}
