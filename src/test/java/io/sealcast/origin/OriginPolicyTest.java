package io.sealcast.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests behind a proxy that passes on {@code Host: localhost:8000}. */
class OriginPolicyTest {
  private static final String HOST = "localhost:8000";

  private final OriginPolicy nobody = policy();
  private final OriginPolicy videos = policy("http://videos.example");

  private static OriginPolicy policy(String... origins) {
    return new OriginPolicy(new AllowedOrigins(Optional.of(List.of(origins))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"})
  void onlyPagesOfThisSiteMayUseUnsafeMethods(String method) {
    assertThat(refuse(nobody, method, Map.of("Sec-Fetch-Site", "same-origin"))).isEmpty();
    assertThat(refuse(nobody, method, Map.of("Sec-Fetch-Site", "none"))).isEmpty();
    for (String site : List.of("cross-site", "same-site", "anything", "")) {
      assertThat(refuse(nobody, method, Map.of("Sec-Fetch-Site", site))).isPresent();
    }
    assertThat(refuse(nobody, method, Map.of("Origin", "http://" + HOST))).isEmpty();
    assertThat(refuse(nobody, method, Map.of("Origin", "http://evil.example"))).isPresent();
    assertThat(refuse(nobody, method, Map.of("Origin", "null"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
  void pagesOfAnySiteMayReadButNotConnect(String method) {
    Map<String, String> foreign = Map.of("Sec-Fetch-Site", "cross-site", "Origin", "null");
    assertThat(refuse(nobody, method, foreign)).isEmpty();
    assertThat(
            refuse(nobody, method, Map.of("Upgrade", "websocket", "Origin", "http://evil.example")))
        .isPresent();
    assertThat(
            refuse(
                nobody,
                method,
                Map.of("Upgrade", "h2c, WebSocket", "Sec-Fetch-Site", "cross-site")))
        .isPresent();
    assertThat(refuse(nobody, method, Map.of("Upgrade", "websocket", "Origin", "http://" + HOST)))
        .isEmpty();
  }

  @Test
  void clientsThatAreNoBrowsersAreTaken() {
    assertThat(refuse(nobody, "POST", Map.of())).isEmpty();
    assertThat(refuse(nobody, "GET", Map.of("Upgrade", "websocket"))).isEmpty();
  }

  @Test
  void ourOwnPageIsRefusedWithTheSettingsThatAdmitIt() {
    Optional<DomainException> refused =
        refuse(nobody, "DELETE", Map.of("Origin", "http://videos.example"));
    assertThat(refused)
        .get()
        .extracting(DomainException::code)
        .isEqualTo(ErrorCode.FORBIDDEN_ORIGIN);
    assertThat(refused.get())
        .hasMessageContaining("proxy_set_header Host $http_host")
        .hasMessageContaining("SEALCAST_ORIGINS");
  }

  @Test
  void theSiteThatTheOperatorNamedIsOurs() {
    assertThat(refuse(videos, "DELETE", Map.of("Origin", "http://videos.example"))).isEmpty();
    assertThat(refuse(videos, "DELETE", Map.of("Origin", "http://evil.example"))).isPresent();
  }

  @Test
  void aBrowserThatSaysWhosePageItIsIsBelievedWhateverTheHost() {
    assertThat(refuse(nobody, "DELETE", Map.of("Sec-Fetch-Site", "same-origin"))).isEmpty();
    Map<String, String> foreign =
        Map.of("Sec-Fetch-Site", "cross-site", "Origin", "http://videos.example");
    assertThat(refuse(videos, "DELETE", foreign))
        .get()
        .extracting(DomainException::getMessage)
        .isEqualTo(ErrorCode.FORBIDDEN_ORIGIN.defaultMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-Fetch-Site", "Origin"})
  void aHeaderThatComesTwiceIsRefused(String header) {
    String value = header.equals("Origin") ? "http://" + HOST : "same-origin";
    HttpServletRequest request =
        FakeRequest.of("POST", "/", Map.of(header, List.of(value, value), "Host", List.of(HOST)));
    assertThat(nobody.refuse(request)).isPresent();
  }

  private static Optional<DomainException> refuse(
      OriginPolicy policy, String method, Map<String, String> headers) {
    Map<String, List<String>> all = new java.util.HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    all.put("Host", List.of(HOST));
    return policy.refuse(FakeRequest.of(method, "/", all));
  }
}
