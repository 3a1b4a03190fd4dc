package io.sealcast.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.account.SealcastAuthenticationMechanism;
import io.sealcast.origin.AllowedOrigins;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A request by cookie behind a proxy that passes on {@code Host: localhost:8000}. */
class SameOriginTest {
  private static final String HOST = "localhost:8000";

  private final AllowedOrigins nobody = new AllowedOrigins(Optional.empty());
  private final AllowedOrigins videos =
      new AllowedOrigins(Optional.of(List.of("http://videos.example")));

  @Test
  void ourOwnPageIsRefusedWithTheSettingsThatAdmitIt() {
    Optional<DomainException> refused =
        refuse(Map.of("Origin", "http://videos.example", "Host", HOST), nobody);
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
    assertThat(refuse(Map.of("Origin", "http://videos.example", "Host", HOST), videos)).isEmpty();
    assertThat(refuse(Map.of("Origin", "http://evil.example", "Host", HOST), videos)).isPresent();
  }

  @Test
  void aBrowserThatSaysWhosePageItIsIsBelievedWhateverTheHost() {
    assertThat(refuse(Map.of("Sec-Fetch-Site", "same-origin", "Host", HOST), nobody)).isEmpty();
    Map<String, String> foreign =
        Map.of("Sec-Fetch-Site", "cross-site", "Origin", "http://videos.example", "Host", HOST);
    assertThat(refuse(foreign, videos))
        .get()
        .extracting(DomainException::getMessage)
        .isEqualTo(ErrorCode.FORBIDDEN_ORIGIN.defaultMessage());
  }

  private static Optional<DomainException> refuse(
      Map<String, String> headers, AllowedOrigins origins) {
    HttpServletRequest request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getMethod" -> "DELETE";
                      case "getRequestURI" -> "/api/videos/1";
                      case "getAttribute" ->
                          SealcastAuthenticationMechanism.BY_COOKIE.equals(arguments[0])
                              ? true
                              : null;
                      case "getHeader" -> headers.get((String) arguments[0]);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    return SameOrigin.refuse(request, origins);
  }
}
