package io.sealcast.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the base path is put in front of paths, taken from them, and checked. */
class BasePathTest {
  private static final BasePath ROOT = new BasePath("");
  private static final BasePath VIDEOS = new BasePath("/videos");

  @Test
  void precedesEveryPathThatIsEmitted() {
    assertThat(ROOT.of("/upload")).isEqualTo("/upload");
    assertThat(VIDEOS.of("/upload")).isEqualTo("/videos/upload");
    assertThat(VIDEOS.of("/")).isEqualTo("/videos/");
    assertThat(new BasePath("/a/b").of("/api/videos?q=x")).isEqualTo("/a/b/api/videos?q=x");
  }

  @Test
  void theRootHasNoPrefixInEitherSpelling() {
    assertThat(ROOT.getPrefix()).isEmpty();
    assertThat(new BasePath("/").getPrefix()).isEmpty();
    assertThat(VIDEOS.getPrefix()).isEqualTo("/videos");
  }

  @Test
  void aCookieIsKeptForTheApplicationAlone() {
    assertThat(ROOT.getCookiePath()).isEqualTo("/");
    assertThat(VIDEOS.getCookiePath()).isEqualTo("/videos");
  }

  @Test
  void isTakenFromPathsOfTheApplicationAndNoOthers() {
    assertThat(ROOT.within("/upload")).hasValue("/upload");
    assertThat(ROOT.within("")).hasValue("/");
    assertThat(ROOT.within("upload")).isEmpty();
    assertThat(VIDEOS.within("/videos/upload")).hasValue("/upload");
    assertThat(VIDEOS.within("/videos/")).hasValue("/");
    assertThat(VIDEOS.within("/videos")).hasValue("/");
    assertThat(VIDEOS.within("/videos/videos/x")).hasValue("/videos/x");
    assertThat(VIDEOS.within("/videosx/upload")).isEmpty();
    assertThat(VIDEOS.within("/upload")).isEmpty();
    assertThat(VIDEOS.within("/%76ideos/upload")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/videos", "/a/b/c", "/My_videos-1.0~x", "/.well-known/v", "/api"})
  void acceptsPathsWithOneSpelling(String setting) {
    assertThatCode(() -> BasePath.requireValid(setting)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "videos",
        "videos/",
        "/videos/",
        "//",
        "//videos",
        "/a//b",
        "/.",
        "/..",
        "/a/../b",
        "/a/.",
        "/a b",
        "/vidéos",
        "/a%20b",
        "/a?b",
        "/a#b",
        "/a;b",
        "/a*",
        "/${x}",
        "/videos\n",
        "http://videos.example.org/videos",
        "\\videos"
      })
  void refusesEverythingElseInOneSentence(String setting) {
    assertThatThrownBy(() -> BasePath.requireValid(setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("SEALCAST_BASE_PATH must be / or a path such as /videos,")
        .hasMessageEndingWith("not '" + setting + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/x", "/openapi", "/openapi/ui"})
  void refusesWhereTheServerItselfAnswers(String setting) {
    assertThatThrownBy(() -> BasePath.requireValid(setting))
        .hasMessage(
            "SEALCAST_BASE_PATH can't be '" + setting + "', since the server itself answers there");
    BasePath.requireValid("/healthy");
  }
}
