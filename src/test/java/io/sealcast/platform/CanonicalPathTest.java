package io.sealcast.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "http://sealcast.example/sign-in",
        "//sign-in",
        "/%73ign-in",
        "/%7Euser",
        "/./sign-in",
        "/.",
        "/x/..",
        "/api/../sign-in",
        "/api/..;/sign-in",
        "/api/%2e%2E/sign-in",
        "/api/..%2Fsign-in",
        "/api/a%2fb",
        "/api/a%5Cb",
        "/api/a\\b",
        "/watch.xhtml;jsessionid=1",
        "/api/users/me;",
        "/api/users%3Bx/me",
        "/a%00b",
        "/a%0d%0ab",
        "/a%7f",
        "/a\0b",
        "/a b",
        "/a%252Fb",
        "/%",
        "/%4",
        "/%zz",
        "/%-1",
        "/%\u0661\u0661",
        "/%c0%af",
        "/%ff",
        "/\u00fc",
        "/a\"b",
        "/a<b",
        "/a{b}",
        "/a|b",
        "/api//videos",
        "/api/videos//"
      })
  void refusesEverySpellingButOne(String path) {
    assertThat(CanonicalPath.isCanonical(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/sign-in",
        "/watch.xhtml",
        "/assets/a-1.2.css",
        "/assets/",
        "/api/x/a%20b",
        "/api/x/%C3%BC",
        "/api/x/%c3%bc",
        "/api/stream/1/media/AZ_-~09/720p.mp4",
        "/api/x/!$&'()*+,=:@",
        "/...",
        "/.hidden"
      })
  void takesPathsInTheirUsualSpelling(String path) {
    assertThat(CanonicalPath.isCanonical(path)).isTrue();
  }
}
