package io.sealcast.it.api;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.RawHttp;
import io.sealcast.it.harness.SealcastServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Sends what no browser sends: other spellings of paths, credentials and whole requests. */
class MalformedRequestsIT {
  private static final SealcastServer SERVER = SealcastServer.shared();
  private static final Api NOBODY = Api.anonymous(SERVER);

  /** Paths that the container itself refuses, with a page and not with a problem. */
  private static final List<String> MALFORMED =
      List.of(
          "/%2e/sign-in",
          "/api/..;/sign-in",
          "/api%2Fusers",
          "/api%2fusers",
          "/api\\users",
          "/api%5Cusers",
          "/api/users%0a",
          "/api/users%00",
          "/api/users%zz",
          "/api/users%",
          "/api/users%c0%af");

  /** Paths that have another spelling. */
  private static final List<String> NOT_CANONICAL =
      List.of(
          "//sign-in",
          "/./sign-in",
          "/x/../sign-in",
          "/%73ign-in",
          "/sign-in/.",
          "//api/users",
          "/api//users",
          "/%61pi/users",
          "/api/users;x",
          "/api/users%3bx",
          "/api/users%252F",
          "/\u00fc");

  @Test
  void noSpellingReachesAPageOrTheApi() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (String path : Stream.concat(MALFORMED.stream(), NOT_CANONICAL.stream()).toList()) {
      RawHttp.Answer answer =
          RawHttp.send(
              SERVER, "POST " + path + " HTTP/1.1", "Host: localhost", "Content-Length: 0");
      all.assertThat(answer.status()).as(path).isEqualTo(400);
      if (NOT_CANONICAL.contains(path)) {
        all.assertThat(answer.body()).as(path).contains("\"non_canonical_address\"");
      }
      ExpectedProblem.revealsNothing(all, path, answer.head() + answer.body());
    }
    all.assertAll();
  }

  @Test
  void whatTheServerItselfRefusesTellsNothing() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (String[] request :
        new String[][] {
          {"GET /sign-in HTTP/1.1", "Host: localhost", "Host: evil.example"},
          {"GET /api/users/me HTTP/1.1", "Host: localhost", "Host: localhost"},
          {"GET /sign-in HTTP/1.1", "Host: a b"},
          {"GARBAGE", "Host: localhost"},
          {"GET /health/a%2Fb HTTP/1.1", "Host: localhost"},
          {"GET /openapi/a%2Fb HTTP/1.1", "Host: localhost"}
        }) {
      RawHttp.Answer answer = RawHttp.send(SERVER, request);
      String name = String.join(" | ", request);
      all.assertThat(answer.status()).as(name).isBetween(400, 505);
      ExpectedProblem.revealsNothing(all, name, answer.head() + answer.body());
    }
    all.assertAll();
  }

  @Test
  void anAuthorizationThatIsNoneIsToldSo() {
    SoftAssertions all = new SoftAssertions();
    for (String value :
        List.of("Basic !!!", "Basic", "Basic YWJj", "Basic Og==", "Bearer x", "x")) {
      for (String path : List.of("/api/users/me", "/api/videos")) {
        HttpResponse<String> answer =
            NOBODY.send(
                NOBODY.request(path).header("Authorization", value), BodyHandlers.ofString());
        all.assertThat(answer.statusCode()).as(value).isEqualTo(401);
        all.assertThat(answer.body()).as(value).contains("\"code\"");
      }
      HttpResponse<String> page =
          NOBODY.send(
              NOBODY.request("/sign-in").header("Authorization", value), BodyHandlers.ofString());
      all.assertThat(page.statusCode()).as(value).isEqualTo(200);
    }
    for (String cookie :
        List.of("sealcast_session", "sealcast_session=", "=x", "sealcast_session=x")) {
      HttpResponse<String> answer =
          NOBODY.send(
              NOBODY.request("/api/users/me").header("Cookie", cookie), BodyHandlers.ofString());
      ExpectedProblem.isProblem(all, cookie, answer, 401, "not_authenticated");
    }
    all.assertAll();
  }
}
