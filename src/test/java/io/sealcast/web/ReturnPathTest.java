package io.sealcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/upload", "/watch?v=7", "/watch?v=7&t=90", "/?q=summer%20party"})
  void leadsBackToOurOwnPages(String wish) {
    assertThat(ReturnPath.safe(wish)).isEqualTo(wish);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "watch",
        "https://evil.example/",
        "//evil.example/watch",
        "/\\evil.example/",
        "/%2f/evil.example",
        "javascript:alert(1)",
        "/api/users/me",
        "/watch/../api",
        "/watch?v=a b",
        "/watch\r\nSet-Cookie: a=b",
        "/sign-in"
      })
  void leadsNowhereElse(String wish) {
    assertThat(ReturnPath.safe(wish)).isEqualTo("/");
  }

  @Test
  void leadsNowhereElseHoweverLongTheWishIs() {
    assertThat(ReturnPath.safe("/watch?v=" + "7".repeat(600))).isEqualTo("/");
  }

  @Test
  void keepsTheWayInTheSignInAddress() {
    assertThat(ReturnPath.signIn("/watch?v=7&t=9"))
        .isEqualTo("/sign-in?to=%2Fwatch%3Fv%3D7%26t%3D9");
    assertThat(ReturnPath.signIn("/")).isEqualTo("/sign-in");
  }
}
