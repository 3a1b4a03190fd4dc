package io.sealcast.it.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.RawHttp;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests the access rules of every endpoint. The list of endpoints is compared with the OpenAPI
 * document of the running server and with the files of the pages, so that none is missing.
 */
class EndpointsIT {
  private static final SealcastServer SERVER = SealcastServer.shared();
  private static final Api NOBODY = Api.anonymous(SERVER);
  private static final String KEY = "key of a video of the endpoints";
  private static final String JSON = "{\"encryption_key\":\"" + KEY + "\"}";
  private static final String TOO_MUCH = "x".repeat(70_000);

  private static final Set<String> OPERATIONS =
      Set.of("get", "head", "post", "put", "patch", "delete", "options", "trace");

  /** The cookie of the owner of the video and the stream. */
  private static String ann;

  /** The cookie of another account. */
  private static String bob;

  private static long video;
  private static long videoOfBob;
  private static String stream;
  private static String object;

  @BeforeAll
  static void openAStream() {
    Api owner = Api.signUp(SERVER);
    Api stranger = Api.signUp(SERVER);
    ann = cookieOf(owner);
    bob = cookieOf(stranger);
    videoOfBob = stranger.upload(TestVideos.mp4(1), KEY);
    video = owner.uploadProcessed(TestVideos.mp4(1), KEY);
    JsonObject opened = owner.stream(video, KEY);
    stream = opened.getString("request_id");
    String media = opened.getString("media_url");
    object = media.substring(media.lastIndexOf('/') + 1);
  }

  private static String path(Endpoint endpoint, long fileId) {
    return endpoint.path(fileId, stream, object);
  }

  private static String cookieOf(Api account) {
    String body =
        Json.createObjectBuilder()
            .add("username", account.username())
            .add("password", account.password())
            .build()
            .toString();
    HttpResponse<String> answer = NOBODY.post("/api/users/session", body);
    String header = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return header.substring(0, header.indexOf(';'));
  }

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

  @Test
  void anotherMethodIsRefused() {
    refuses(
        endpoint -> endpoint.isApi() && !endpoint.method().equals("PUT"),
        endpoint -> with(request(endpoint, path(endpoint, video), ann), "PUT", "{}"),
        405,
        "method_not_allowed");
    refuses(
        Endpoint::isApi,
        endpoint -> with(request(endpoint, path(endpoint, video), ann), "TRACE", null),
        405,
        "method_not_allowed");
    for (Endpoint page : Endpoint.PAGES) {
      // Liberty itself responds when a servlet doesn't handle the method
      assertThat(send(with(request(page, page.path(), ann), "TRACE", null)).statusCode())
          .as(page.toString())
          .isIn(403, 405);
    }
    refuses(
        endpoint -> !endpoint.isApi(),
        endpoint -> with(request(endpoint, path(endpoint, video), ann), "DELETE", null),
        405,
        "method_not_allowed");
  }

  @Test
  void anotherSiteChangesNothing() {
    for (String[] header :
        new String[][] {
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"},
          {"Origin", "https://evil.example"},
          {"Origin", "null"}
        }) {
      for (String cookie : new String[] {null, ann}) {
        refuses(
            endpoint -> endpoint.isUnsafe() && !endpoint.isWebSocket(),
            endpoint ->
                request(endpoint, path(endpoint, video), cookie).header(header[0], header[1]),
            403,
            "forbidden_origin");
      }
    }
  }

  @Test
  void anotherSiteOpensNoWebSocket() throws IOException {
    SoftAssertions all = new SoftAssertions();
    String path = path(Endpoint.WEB_SOCKET, video);
    for (String header :
        List.of("Sec-Fetch-Site: cross-site", "Origin: https://evil.example", "Origin: null")) {
      RawHttp.Answer answer =
          RawHttp.send(
              SERVER,
              "GET " + path + " HTTP/1.1",
              "Host: localhost",
              "Cookie: " + ann,
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
              header);
      all.assertThat(answer.status()).as(header).isEqualTo(403);
      all.assertThat(answer.body()).as(header).contains("\"forbidden_origin\"");
    }
    all.assertAll();
  }

  @Test
  void anotherSiteChangesNothingWithAPasswordThatTheBrowserRemembers() {
    Api account = Api.signUp(SERVER);
    SoftAssertions all = new SoftAssertions();
    HttpRequest.Builder form =
        account
            .request("/api/videos")
            .header("Sec-Fetch-Site", "cross-site")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString("--b--\r\n"));
    ExpectedProblem.isProblem(all, "a form", send(form), 403, "forbidden_origin");
    all.assertAll();
  }

  @Test
  void aPathHasOneSpelling() {
    refuses(
        endpoint -> true,
        endpoint -> request(endpoint, escaped(path(endpoint, video)), ann),
        400,
        "non_canonical_address");
    refuses(
        endpoint -> true,
        endpoint -> request(endpoint, path(endpoint, video) + ";a=b", ann),
        400,
        "non_canonical_address");
  }

  /** Escapes the last letter or digit. */
  private static String escaped(String path) {
    for (int at = path.length() - 1; at > 0; at--) {
      if (Character.isLetterOrDigit(path.charAt(at))) {
        return path.substring(0, at)
            + "%"
            + Integer.toHexString(path.charAt(at))
            + path.substring(at + 1);
      }
    }
    return "/%69ndex.xhtml";
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    String json = "{\"username\":\"" + TOO_MUCH + "\"}";
    refuses(
        endpoint -> endpoint.body() == Endpoint.Body.JSON,
        endpoint -> with(request(endpoint, path(endpoint, video), ann), endpoint.method(), json),
        413,
        "request_too_large");
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"encryption_key\"\r\n\r\n"
            + TOO_MUCH
            + "\r\n--b--\r\n";
    // UploadIT tests the limit of the video itself; this is one of the other fields
    refuses(
        endpoint -> endpoint.body() == Endpoint.Body.MULTIPART,
        endpoint -> with(request(endpoint, path(endpoint, video), ann), endpoint.method(), part),
        422,
        "validation_failed");
    refuses(
        endpoint -> endpoint.body() == Endpoint.Body.FORM,
        endpoint ->
            with(request(endpoint, path(endpoint, video), ann), endpoint.method(), TOO_MUCH),
        413,
        "request_too_large");
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    refuses(
        endpoint -> endpoint.body() != Endpoint.Body.NONE,
        endpoint ->
            with(request(endpoint, path(endpoint, video), ann), endpoint.method(), "username=a")
                .setHeader("Content-Type", "text/plain"),
        415,
        "unsupported_media_type");
  }

  /** A link with the fields of a form in it must not do what the form does. */
  @Test
  void noLinkSubmitsAForm() {
    Api account = Api.signUp(SERVER);
    String fields =
        "?username="
            + account.username()
            + "&password="
            + account.password()
            + "&submit=&signin_SUBMIT=1&jakarta.faces.ViewState=stateless";
    HttpResponse<String> answer = send(NOBODY.request("/sign-in" + fields));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(c -> c.contains("sealcast"));
    assertThat(send(NOBODY.request("/error")).statusCode()).isEqualTo(404);
  }

  private interface Call {
    HttpRequest.Builder to(Endpoint endpoint);
  }

  private static void refuses(Predicate<Endpoint> which, Call call, int status, String code) {
    SoftAssertions all = new SoftAssertions();
    Endpoint.all()
        .filter(which)
        .forEach(
            endpoint ->
                ExpectedProblem.isProblem(
                    all, endpoint.toString(), send(call.to(endpoint)), status, code));
    all.assertAll();
  }

  private static HttpRequest.Builder request(Endpoint endpoint, String path, String cookie) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(SERVER.uri() + path)).timeout(Duration.ofSeconds(20));
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    if (endpoint.namesStreamInHeader()) {
      request.header("Sealcast-Stream", stream);
    }
    if (endpoint.isWebSocket()) {
      // the client permits no header Upgrade, but the access is checked before that header
      return request.GET();
    }
    return with(request, endpoint.method(), endpoint.body() == Endpoint.Body.JSON ? JSON : null)
        .setHeader("Content-Type", typeOf(endpoint));
  }

  private static String typeOf(Endpoint endpoint) {
    return switch (endpoint.body()) {
      case JSON, NONE -> "application/json";
      case MULTIPART -> "multipart/form-data; boundary=b";
      case FORM -> "application/x-www-form-urlencoded";
    };
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String method, String body) {
    return request.method(
        method,
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.getBytes(UTF_8)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return NOBODY.send(request, BodyHandlers.ofString());
  }
}
