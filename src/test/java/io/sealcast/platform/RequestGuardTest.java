package io.sealcast.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.origin.AllowedOrigins;
import io.sealcast.origin.FakeRequest;
import io.sealcast.origin.OriginPolicy;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {
  private final OriginPolicy policy = new OriginPolicy(new AllowedOrigins(Optional.empty()));

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:8000", "my_nas", "[::1]:8000", "sealcast.example"})
  void takesOneHost(String host) {
    assertThat(refuse("GET", "/sign-in", Map.of("Host", List.of(host)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a, b", "a/b", "a\\b", "user@a", "a?b", "a#b"})
  void refusesWhatIsNoHost(String host) {
    assertThat(refuse("GET", "/sign-in", Map.of("Host", List.of(host))))
        .contains(ErrorCode.BAD_REQUEST);
  }

  @Test
  void refusesSeveralHosts() {
    assertThat(refuse("GET", "/sign-in", Map.of("Host", List.of("a.example", "a.example"))))
        .contains(ErrorCode.BAD_REQUEST);
  }

  @Test
  void refusesABodyThatHasNoOneLength() {
    assertThat(refuse("POST", "/sign-in", Map.of("Content-Length", List.of("3")))).isEmpty();
    assertThat(refuse("POST", "/sign-in", Map.of("Transfer-Encoding", List.of("chunked"))))
        .isEmpty();
    for (Map<String, List<String>> headers :
        List.of(
            Map.of("Content-Length", List.of("3", "4")),
            Map.of("Content-Length", List.of("abc")),
            Map.of("Content-Length", List.of("-1")),
            Map.of("Content-Length", List.of("+3")),
            Map.of("Content-Length", List.of("3"), "Transfer-Encoding", List.of("chunked")))) {
      assertThat(refuse("POST", "/sign-in", headers))
          .as(headers.toString())
          .contains(ErrorCode.BAD_REQUEST);
    }
  }

  @Test
  void refusesMethodsThatDoNotExist() {
    assertThat(refuse("DELETE", "/api/videos/1", Map.of())).isEmpty();
    assertThat(refuse("DELETE", "/watch", Map.of())).contains(ErrorCode.METHOD_NOT_ALLOWED);
    assertThat(refuse("TRACE", "/watch", Map.of())).contains(ErrorCode.METHOD_NOT_ALLOWED);
    assertThat(refuse("TRACE", "/api/videos", Map.of())).contains(ErrorCode.METHOD_NOT_ALLOWED);
    assertThat(refuse("BREW", "/api/videos", Map.of())).contains(ErrorCode.METHOD_NOT_ALLOWED);
  }

  @Test
  void refusesAnotherSpellingBeforeAnythingElse() {
    assertThat(refuse("POST", "/%73ign-in", Map.of("Sec-Fetch-Site", List.of("cross-site"))))
        .contains(ErrorCode.NON_CANONICAL_ADDRESS);
    assertThat(refuse("POST", "/sign-in", Map.of("Sec-Fetch-Site", List.of("cross-site"))))
        .contains(ErrorCode.FORBIDDEN_ORIGIN);
  }

  @Test
  void permitsTheMethodsOfTheApiBelowTheBasePathOnly() {
    assertThat(refuseBelow("/videos", "DELETE", "/videos/api/videos/1")).isEmpty();
    assertThat(refuseBelow("/videos", "DELETE", "/videos/watch"))
        .contains(ErrorCode.METHOD_NOT_ALLOWED);
    assertThat(refuseBelow("/api", "DELETE", "/api/watch")).contains(ErrorCode.METHOD_NOT_ALLOWED);
    assertThat(refuseBelow("/videos", "GET", "/%76ideos/watch"))
        .contains(ErrorCode.NON_CANONICAL_ADDRESS);
  }

  private Optional<ErrorCode> refuseBelow(String base, String verb, String path) {
    return RequestGuard.refuse(FakeRequest.of(verb, base, path, Map.of()), policy)
        .map(DomainException::code);
  }

  private Optional<ErrorCode> refuse(String verb, String path, Map<String, List<String>> headers) {
    return RequestGuard.refuse(FakeRequest.of(verb, path, headers), policy)
        .map(DomainException::code);
  }
}
