package io.sealcast.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.origin.FakeRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpsGuardTest {
  private static final Map<String, List<String>> HOST = Map.of("Host", List.of("my_nas:8000"));

  @ParameterizedTest
  @CsvSource({
    "GET, /, https://my_nas:8443/",
    "HEAD, /sign-in, https://my_nas:8443/sign-in",
    "GET, /watch?id=7&from=%2F, https://my_nas:8443/watch?id=7&from=%2F",
    "GET, //other.example/, https://my_nas:8443//other.example/"
  })
  void pagesAreRedirected(String method, String path, String address) {
    assertThat(redirection(method, path, HOST)).contains(address);
  }

  @ParameterizedTest
  @CsvSource({"POST, /sign-in", "GET, /api/videos", "GET, /api", "GET, /metrics", "OPTIONS, /"})
  void whatSendsCredentialsIsNot(String method, String path) {
    assertThat(redirection(method, path, HOST)).isEmpty();
  }

  @Test
  void aWebSocketIsNot() {
    assertThat(
            redirection(
                "GET",
                "/watch",
                Map.of("Host", List.of("my_nas:8000"), "Upgrade", List.of("websocket"))))
        .isEmpty();
  }

  @Test
  void aPageIsRedirectedForAClientOfHttp2Too() {
    assertThat(
            redirection(
                "GET", "/", Map.of("Host", List.of("my_nas:8000"), "Upgrade", List.of("h2c"))))
        .contains("https://my_nas:8443/");
  }

  @Test
  void nobodyIsRedirectedToNoHost() {
    assertThat(redirection("GET", "/", Map.of())).isEmpty();
    assertThat(redirection("GET", "/", Map.of("Host", List.of("a/b")))).isEmpty();
  }

  private static Optional<String> redirection(
      String method, String path, Map<String, List<String>> headers) {
    return HttpsGuard.redirection(FakeRequest.of(method, path, headers), 8443);
  }
}
