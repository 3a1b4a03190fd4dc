package io.sealcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.path.BasePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
  private static final ReturnPath ROOT = new ReturnPath(new BasePath(""));
  private static final ReturnPath VIDEOS = new ReturnPath(new BasePath("/videos"));

  @ParameterizedTest
  @ValueSource(strings = {"/", "/upload", "/watch?v=7", "/watch?v=7&t=90", "/?q=summer%20party"})
  void leadsBackToOurOwnPages(String wish) {
    assertThat(ROOT.safe(wish)).isEqualTo(wish);
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
    assertThat(ROOT.safe(wish)).isEqualTo("/");
  }

  @Test
  void leadsNowhereElseHoweverLongTheWishIs() {
    assertThat(ROOT.safe("/watch?v=" + "7".repeat(600))).isEqualTo("/");
  }

  @Test
  void keepsTheWayInTheSignInAddress() {
    assertThat(ROOT.signIn("/watch?v=7&t=9")).isEqualTo("/sign-in?to=%2Fwatch%3Fv%3D7%26t%3D9");
    assertThat(ROOT.signIn("/")).isEqualTo("/sign-in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/videos/", "/videos", "/videos/upload", "/videos/watch?v=7&t=90"})
  void leadsBackToOurOwnPagesBelowTheBasePath(String wish) {
    assertThat(VIDEOS.safe(wish)).isEqualTo(wish);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/watch?v=7",
        "/videoswatch",
        "/videos/../watch",
        "/videos//evil.example/",
        "//evil.example/videos/watch",
        "/videos/sign-in",
        "/mail/watch"
      })
  void neverLeadsToANeighbourOfTheBasePath(String wish) {
    assertThat(VIDEOS.safe(wish)).isEqualTo("/videos/");
  }

  @Test
  void theSignInIsBelowTheBasePath() {
    assertThat(VIDEOS.signIn("/videos/")).isEqualTo("/videos/sign-in");
    assertThat(VIDEOS.signIn("/videos/watch?v=7"))
        .isEqualTo("/videos/sign-in?to=%2Fvideos%2Fwatch%3Fv%3D7");
  }
}
