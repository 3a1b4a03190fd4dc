package io.sealcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.origin.AllowedOrigins;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesFilterTest {
  @Test
  void knowsAPageUnderEachOfItsNames() {
    assertThat(PagesFilter.pageOf("/watch")).isEqualTo("/watch");
    assertThat(PagesFilter.pageOf("/watch.xhtml")).isEqualTo("/watch");
    assertThat(PagesFilter.pageOf("/watch.xhtml;jsessionid=1")).isEqualTo("/watch");
    assertThat(PagesFilter.pageOf("/index.xhtml")).isEqualTo("/");
    assertThat(PagesFilter.pageOf("/")).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//sign-in",
        "/%73ign-in",
        "/./sign-in",
        "/api/../sign-in",
        "/api/..;/sign-in",
        "/api/%2e%2E/sign-in",
        "/api/..%2Fsign-in",
        "/x/.."
      })
  void refusesPathsThatTheContainerReadsOtherwise(String uri) {
    assertThat(PagesFilter.isPlain(uri)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/sign-in", "/watch.xhtml;jsessionid=1", "/assets/a-1.2.css", "/api/x/a%20b"})
  void takesPathsAsTheyAreWritten(String uri) {
    assertThat(PagesFilter.isPlain(uri)).isTrue();
  }

  @Test
  void takesFormsFromOurOwnPagesOnly() {
    assertThat(comesFromHere(Map.of("Sec-Fetch-Site", "same-origin"))).isTrue();
    assertThat(comesFromHere(Map.of("Sec-Fetch-Site", "cross-site"))).isFalse();
    assertThat(comesFromHere(Map.of("Sec-Fetch-Site", "same-site"))).isFalse();
    assertThat(
            comesFromHere(Map.of("Origin", "https://sealcast.example", "Host", "sealcast.example")))
        .isTrue();
    assertThat(comesFromHere(Map.of("Origin", "https://evil.example", "Host", "sealcast.example")))
        .isFalse();
    assertThat(comesFromHere(Map.of("Origin", "null", "Host", "sealcast.example"))).isFalse();
  }

  @Test
  void takesFormsOfTheSiteThatTheOperatorNamedWhereAProxyChangesTheHost() {
    assertThat(comesFromHere(Map.of("Origin", "https://videos.example", "Host", "localhost:8000")))
        .isTrue();
  }

  @Test
  void takesFormsOfClientsThatAreNoBrowsers() {
    assertThat(comesFromHere(Map.of("Host", "sealcast.example"))).isTrue();
  }

  private static boolean comesFromHere(Map<String, String> headers) {
    HttpServletRequest request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> headers.get((String) arguments[0]));
    return PagesFilter.comesFromHere(
        request, new AllowedOrigins(Optional.of(List.of("https://videos.example"))));
  }
}
