package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Tests who is admitted to every endpoint. The list of endpoints is compared with the OpenAPI
 * document of the running server and with the files of the pages, so that none is missing.
 */
class EndpointsIT extends EndpointFixture {
  private static final Set<String> OPERATIONS =
      Set.of("get", "head", "post", "put", "patch", "delete", "options", "trace");

  @Test
  void everyEndpointIsInTheTable() throws IOException {
    HttpResponse<String> openApi =
        NOBODY.send(
            NOBODY.request("/openapi").header("Accept", "application/json"),
            BodyHandlers.ofString());
    JsonObject paths = Api.json(openApi).getJsonObject("paths");
    Set<String> served = new TreeSet<>();
    for (String path : paths.keySet()) {
      for (String operation : paths.getJsonObject(path).keySet()) {
        if (OPERATIONS.contains(operation)) {
          served.add(operation.toUpperCase(Locale.ROOT) + " " + path);
        }
      }
    }
    assertThat(Endpoint.RESOURCES.stream().map(Endpoint::toString))
        .containsExactlyInAnyOrderElementsOf(served);

    try (Stream<Path> files = Files.list(Path.of("src/main/webapp"))) {
      Set<String> pages =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".xhtml") && !name.equals("error.xhtml"))
              .map(name -> "/" + name.replace(".xhtml", ""))
              .map(name -> name.equals("/index") ? "/" : name)
              .collect(Collectors.toSet());
      assertThat(Endpoint.PAGES.stream().map(Endpoint::path).distinct())
          .containsExactlyInAnyOrderElementsOf(pages);
    }
  }

  @Test
  void theRightCallerIsAdmitted() {
    SoftAssertions all = new SoftAssertions();
    Endpoint.all()
        .filter(endpoint -> !endpoint.isUnsafe())
        .forEach(
            endpoint -> {
              String query = endpoint.path().equals("/watch") ? "?v=" + video : "";
              HttpResponse<?> answer =
                  NOBODY.send(
                      request(endpoint, path(endpoint, video) + query, ann),
                      info -> BodyHandlers.ofInputStream().apply(info));
              close(answer);
              all.assertThat(answer.statusCode()).as(endpoint.toString()).isEqualTo(200);
            });
    all.assertAll();
  }

  private static void close(HttpResponse<?> answer) {
    try (AutoCloseable body = (AutoCloseable) answer.body()) {
      assertThat(body).isNotNull();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCallerWithoutASignInIsRefused() {
    refusesWithoutSignIn(null);
  }

  @Test
  void aSignedOutCallerIsRefused() {
    String cookie = cookieOf(Api.signUp(SERVER));
    HttpRequest.Builder signOut =
        NOBODY.request("/api/users/session").header("Cookie", cookie).DELETE();
    assertThat(NOBODY.send(signOut, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    refusesWithoutSignIn(cookie);
  }

  @Test
  void anExpiredSignInIsNone() throws SQLException {
    Api account = Api.signUp(SERVER);
    String cookie = cookieOf(account);
    update(
        "update sign_in set expires_at = now() - interval '1 second' where account_id ="
            + " (select id from account where username = '"
            + account.username()
            + "')");
    refusesWithoutSignIn(cookie);
  }

  /** Users can't delete their account yet, so the test does what an administrator does. */
  @Test
  void aDeletedAccountIsRefused() throws SQLException {
    Api account = Api.signUp(SERVER);
    String cookie = cookieOf(account);
    update("delete from account where username = '" + account.username() + "'");
    refusesWithoutSignIn(cookie);
    SoftAssertions all = new SoftAssertions();
    Api fresh = Api.signUp(SERVER);
    update("delete from account where username = '" + fresh.username() + "'");
    ExpectedProblem.isProblem(
        all, "by password", fresh.get("/api/users/me"), 401, "invalid_credentials");
    all.assertAll();
  }

  private static void update(String sql) throws SQLException {
    try (Connection database = SERVER.installation().database();
        Statement statement = database.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  private static void refusesWithoutSignIn(String cookie) {
    SoftAssertions all = new SoftAssertions();
    Endpoint.all()
        .filter(endpoint -> endpoint.access() != Endpoint.Access.PUBLIC)
        .forEach(
            endpoint -> {
              HttpResponse<String> answer = send(request(endpoint, path(endpoint, video), cookie));
              if (endpoint.isApi()) {
                ExpectedProblem.isProblem(
                    all, endpoint.toString(), answer, 401, "not_authenticated");
              } else {
                all.assertThat(answer.statusCode()).as(endpoint.toString()).isEqualTo(302);
                all.assertThat(Api.header(answer, "Location"))
                    .as(endpoint.toString())
                    .contains("/sign-in");
              }
            });
    all.assertAll();
  }

  @Test
  void aStrangerFindsNothing() {
    refuses(
        endpoint -> endpoint.access() == Endpoint.Access.OWNER,
        endpoint -> request(endpoint, path(endpoint, video), bob),
        404,
        "not_found");
  }

  @Test
  void aStolenRequestIdOpensNothing() {
    refuses(
        endpoint -> endpoint.access() == Endpoint.Access.STREAM,
        endpoint -> request(endpoint, path(endpoint, video), bob),
        404,
        "session_ended");
    refuses(
        endpoint -> endpoint.access() == Endpoint.Access.STREAM,
        endpoint -> request(endpoint, path(endpoint, videoOfBob), bob),
        404,
        "session_ended");
  }
}
