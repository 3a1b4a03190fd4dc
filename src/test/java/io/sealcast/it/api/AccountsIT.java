package io.sealcast.it.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import jakarta.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsIT {
  private final SealcastServer server = SealcastServer.shared();
  private final Api nobody = Api.anonymous(server);

  private static String credentials(String username, String password) {
    return Json.createObjectBuilder()
        .add("username", username)
        .add("password", password)
        .build()
        .toString();
  }

  private HttpResponse<String> me(String username, String password) {
    String basic = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
    HttpRequest.Builder request =
        nobody.request("/api/users/me").header("Authorization", "Basic " + basic);
    return nobody.send(request, BodyHandlers.ofString());
  }

  @Test
  void tellsAUserWhoTheyAre() {
    Api ann = Api.signUp(server);
    HttpResponse<String> answer = ann.get("/api/users/me");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Api.json(answer).getString("username")).isEqualTo(ann.username());
  }

  @Test
  void takesNamesAndPasswordsOfAnyLanguage() {
    String name = "żółć." + UUID.randomUUID().toString().substring(0, 8);
    String password = "пароль: 🔑";
    assertThat(nobody.post("/api/users", credentials(name, password)).statusCode()).isEqualTo(201);
    assertThat(me(name, password).statusCode()).isEqualTo(200);
    Problem.check(me(name, password + " "), 401, "invalid_credentials");
  }

  @Test
  void takesNamesAndPasswordsFromAnyKeyboard() {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    HttpResponse<String> opened =
        nobody.post(
            "/api/users", credentials("j\u00e9r\u00f4me." + unique, "gru\u0308\u00dfe\u00a0dich"));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
    assertThat(me("JE\u0301RO\u0302ME." + unique, "gr\u00fc\u00dfe dich").statusCode())
        .isEqualTo(200);
    assertThat(me("j\u00e9r\u00f4me." + unique, "gru\u0308\u00dfe dich").statusCode())
        .isEqualTo(200);
    Problem.check(me("j\u00e9r\u00f4me." + unique, "gru\u00dfe dich"), 401, "invalid_credentials");
  }

  @Test
  void anAccountWhosePasswordWasHashedAsItWasTypedStaysUsable() throws SQLException {
    Api ann = Api.signUp(server);
    // PBKDF2-HMAC-SHA-256 of "gru\u0308\u00dfe dich" in the decomposed form of macOS, computed with
    // Python's hashlib
    String old =
        "PBKDF2WithHmacSHA256:600000:AAECAwQFBgcICQoLDA0ODw==:"
            + "D5tc1YRXQQPHxLTInwwG+ZHIJgh5fP0/CRISeGXi4Ys=";
    try (Connection database = server.installation().database();
        Statement statement = database.createStatement()) {
      String row = " where username = '" + ann.username() + "'";
      statement.executeUpdate("update account set password_hash = '" + old + "'" + row);
      assertThat(me(ann.username(), "gru\u0308\u00dfe dich").statusCode()).isEqualTo(200);
      assertThat(me(ann.username(), "gr\u00fc\u00dfe dich").statusCode()).isEqualTo(200);
      try (ResultSet renewed = statement.executeQuery("select password_hash from account" + row)) {
        assertThat(renewed.next()).isTrue();
        assertThat(renewed.getString(1))
            .startsWith("PBKDF2WithHmacSHA256:600000:")
            .isNotEqualTo(old);
      }
    }
  }

  @Test
  void anAccountWithoutAPasswordIsOpenedByNone() throws SQLException {
    Api ann = Api.signUp(server);
    try (Connection database = server.installation().database();
        Statement statement = database.createStatement()) {
      String row = " where username = '" + ann.username() + "'";
      statement.executeUpdate("update account set password_hash = null" + row);
      Problem.check(me(ann.username(), "any password"), 401, "invalid_credentials");
      Problem.check(me(ann.username(), ""), 401, "invalid_credentials");
    }
  }

  @Test
  void refusesTextsThatLostACharacterOnTheirWay() {
    String half = "{\"username\":\"ann\",\"password\":\"long enough \\ud800\"}";
    Problem.checkField(nobody.post("/api/users", half), 400, "bad_request", "password");
    Problem.checkField(nobody.post("/api/users/session", half), 400, "bad_request", "password");
    byte[] latin = "ann:gr\u00fc\u00dfe dich".getBytes(StandardCharsets.ISO_8859_1);
    HttpRequest.Builder request =
        nobody
            .request("/api/users/me")
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(latin));
    Problem.checkField(
        nobody.send(request, BodyHandlers.ofString()), 400, "bad_request", "password");
  }

  @Test
  void refusesATakenNameHoweverItIsWritten() {
    Api ann = Api.signUp(server);
    HttpResponse<String> answer =
        nobody.post(
            "/api/users", credentials(ann.username().toUpperCase(Locale.ROOT), "long enough"));
    Problem.checkField(answer, 409, "username_taken", "username");
  }

  @ParameterizedTest
  @CsvSource({
    "'a b', long enough, 422, username",
    "a:b, long enough, 422, username",
    "'', long enough, 400, username",
    "someone-new, seven77, 422, password",
    "someone-new, '', 400, password"
  })
  void namesTheFieldThatIsNotAcceptable(
      String username, String password, int status, String field) {
    HttpResponse<String> answer = nobody.post("/api/users", credentials(username, password));
    String code = status == 400 ? "missing_field" : "validation_failed";
    Problem.checkField(answer, status, code, field);
  }

  @Test
  void challengesToolsButNotPages() {
    HttpResponse<String> tool = nobody.get("/api/users/me");
    Problem.check(tool, 401, "not_authenticated");
    assertThat(tool.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(v -> assertThat(v).startsWith("Basic realm=\"Sealcast\""));
    challengesNotWith("Sec-Fetch-Mode", "cors");
    // browsers send Fetch Metadata over http: only to their own machine
    challengesNotWith("Referer", "http://my_nas:8000/");
  }

  private void challengesNotWith(String header, String value) {
    for (String path : new String[] {"/api/users/me", "/api/ws/stream/none"}) {
      HttpResponse<String> page =
          nobody.send(nobody.request(path).header(header, value), BodyHandlers.ofString());
      Problem.check(page, 401, "not_authenticated");
      assertThat(page.headers().firstValue("WWW-Authenticate")).isEmpty();
    }
  }

  @Test
  void slowsGuessingDown() {
    Api ann = Api.signUp(server);
    HttpResponse<String> answer = null;
    for (int i = 0; i < 12; i++) {
      answer = me(ann.username(), "guess number " + i);
      if (answer.statusCode() == 429) {
        break;
      }
      Problem.check(answer, 401, "invalid_credentials");
    }
    Problem.check(answer, 429, "too_many_requests");
    assertThat(answer.headers().firstValue("Retry-After"))
        .hasValueSatisfying(v -> assertThat(Integer.parseInt(v)).isBetween(1, 60));
    // the right password is rejected too, otherwise guessing could continue
    Problem.check(me(ann.username(), ann.password()), 429, "too_many_requests");
    assertThat(Api.signUp(server).get("/api/users/me").statusCode()).isEqualTo(200);
  }

  @Test
  void countsCallersBehindATrustedProxyApart() throws IOException {
    Api ann = Api.signUp(server);
    assertThat(me(ann, "127.0.0.1", "X-Forwarded-For: 203.0.113.8")).isEqualTo(200);
    guessUntilSlowedDown(ann, "127.0.0.1", i -> "X-Forwarded-For: 203.0.113.7");
    assertThat(me(ann, "127.0.0.1", "X-Forwarded-For: 203.0.113.8")).isEqualTo(200);
    assertThat(me(ann, "127.0.0.1", "X-Forwarded-For: 203.0.113.7")).isEqualTo(429);
    // headers that the caller has sent before or beside the proxy's own
    assertThat(me(ann, "127.0.0.1", "X-Forwarded-For: 198.51.100.1, 203.0.113.7")).isEqualTo(429);
    assertThat(me(ann, "127.0.0.1", "Forwarded: for=198.51.100.1\r\nX-Forwarded-For: 203.0.113.7"))
        .isEqualTo(429);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere this machine has one address")
  void believesNobodyElseWhomTheySpeakFor() throws IOException {
    Api ann = Api.signUp(server);
    assertThat(me(ann, "127.0.0.1", "X-Forwarded-For: 127.0.0.3")).isEqualTo(200);
    guessUntilSlowedDown(ann, "127.0.0.2", i -> "X-Forwarded-For: 198.51.100." + i);
    assertThat(me(ann, "127.0.0.2", "X-Forwarded-For: 127.0.0.1")).isEqualTo(429);
    // headers by which plug-ins of web servers tell Liberty the caller's address
    assertThat(me(ann, "127.0.0.2", "$WSRA: 198.51.100.9\r\n$WSRH: 198.51.100.9")).isEqualTo(429);
    assertThat(me(ann, "127.0.0.1", "X-Forwarded-For: 127.0.0.3")).isEqualTo(200);
  }

  @Test
  void guessesFromManyAddressesDelayANameButNotItsOwner() throws IOException {
    Api ann = Api.signUp(server);
    String home = "X-Forwarded-For: 2001:db8:1:2::1";
    assertThat(me(ann, "127.0.0.1", home)).isEqualTo(200);
    guessUntilSlowedDown(ann, "127.0.0.1", i -> "X-Forwarded-For: 198.51.100." + i);
    assertThat(me(ann, "127.0.0.1", "X-Forwarded-For: 198.51.100.99")).isEqualTo(429);
    assertThat(me(ann, "127.0.0.1", home)).isEqualTo(200);
    assertThat(me(ann, "127.0.0.1", "X-Forwarded-For: 2001:db8:1:2:3:4:5:6"))
        .as("another address of the owner's network")
        .isEqualTo(200);
  }

  private void guessUntilSlowedDown(Api victim, String from, IntFunction<String> header)
      throws IOException {
    int status = 401;
    for (int i = 0; i < 40 && status == 401; i++) {
      status = me(from, header.apply(i), victim.username(), "guess number " + i);
    }
    assertThat(status).isEqualTo(429);
  }

  private int me(Api user, String from, String header) throws IOException {
    return me(from, header, user.username(), user.password());
  }

  /**
   * Returns the status of a request that is sent from one of this machine's addresses with an
   * additional header.
   */
  private int me(String from, String header, String username, String password) throws IOException {
    String basic = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
    try (Socket socket = new Socket("127.0.0.1", server.port(), InetAddress.getByName(from), 0)) {
      String request =
          "GET /api/users/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
                  .formatted(header)
              + "Authorization: Basic %s\r\n\r\n".formatted(basic);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      return Integer.parseInt(answer.readLine().split(" ")[1]);
    }
  }

  @Test
  void signsInAndOutByCookie() {
    Api ann = Api.signUp(server);
    HttpResponse<String> signedIn =
        nobody.post("/api/users/session", credentials(ann.username(), ann.password()));
    assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
    String header = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(header).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/");
    String cookie = header.substring(0, header.indexOf(';'));

    assertThat(withCookie(cookie, "GET", "/api/users/me", null).statusCode()).isEqualTo(200);
    assertThat(withCookie(cookie, "DELETE", "/api/users/session", null).statusCode())
        .isEqualTo(204);
    Problem.check(withCookie(cookie, "GET", "/api/users/me", null), 401, "not_authenticated");
  }

  @Test
  void overTlsTheCookieIsThisHostsAlone() {
    Api ann = Api.signUp(server);
    HttpRequest.Builder signIn =
        nobody
            .request("/api/users/session")
            .header("X-Forwarded-Proto", "https")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(credentials(ann.username(), ann.password())));
    HttpResponse<String> signedIn = nobody.send(signIn, BodyHandlers.ofString());
    String header = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(header)
        .startsWith("__Host-sealcast_session=")
        .contains("Secure")
        .contains("Path=/")
        .doesNotContain("Domain");
    String cookie = header.substring(0, header.indexOf(';'));
    assertThat(overTls("GET", "/api/users/me", cookie).statusCode()).isEqualTo(200);
    // another host of the domain could have set a cookie without the prefix
    String named = cookie.substring("__Host-".length());
    Problem.check(overTls("GET", "/api/users/me", named), 401, "not_authenticated");
    HttpResponse<String> signedOut = overTls("DELETE", "/api/users/session", cookie);
    assertThat(signedOut.headers().allValues("Set-Cookie"))
        .hasSize(2)
        .allSatisfy(gone -> assertThat(gone).containsAnyOf("Max-Age=0", "1970", "1994"));
    Problem.check(overTls("GET", "/api/users/me", cookie), 401, "not_authenticated");
  }

  private HttpResponse<String> overTls(String method, String path, String cookie) {
    HttpRequest.Builder request =
        nobody
            .request(path)
            .header("X-Forwarded-Proto", "https")
            .header("Cookie", cookie)
            .method(method, BodyPublishers.noBody());
    return nobody.send(request, BodyHandlers.ofString());
  }

  @Test
  void letsNoOtherSiteActInABrowsersName() {
    Api ann = Api.signUp(server);
    HttpResponse<String> signedIn =
        nobody.post("/api/users/session", credentials(ann.username(), ann.password()));
    String header = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
    String cookie = header.substring(0, header.indexOf(';'));
    Problem.check(
        withCookie(cookie, "DELETE", "/api/videos/1", "https://evil.example"),
        403,
        "forbidden_origin");
    Problem.check(withCookie(cookie, "DELETE", "/api/videos/1", null), 404, "not_found");
    URI own = server.uri();
    Problem.check(withCookie(cookie, "DELETE", "/api/videos/1", own.toString()), 404, "not_found");
  }

  private HttpResponse<String> withCookie(
      String cookie, String method, String path, String origin) {
    HttpRequest.Builder request =
        nobody.request(path).header("Cookie", cookie).method(method, BodyPublishers.noBody());
    if (origin != null) {
      request.header("Origin", origin);
    }
    return nobody.send(request, BodyHandlers.ofString());
  }

  @Test
  void keepsNoPasswordAndNoTokenInTheDatabase() throws SQLException {
    Api ann = Api.signUp(server);
    HttpResponse<String> signedIn =
        nobody.post("/api/users/session", credentials(ann.username(), ann.password()));
    String header = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
    String token = header.substring(header.indexOf('=') + 1, header.indexOf(';'));
    try (Connection database = server.installation().database();
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select a.password_hash, encode(s.token_hash, 'escape') from account a"
                    + " join sign_in s on s.account_id = a.id where a.username = '"
                    + ann.username()
                    + "'")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1))
          .startsWith("PBKDF2WithHmacSHA256:600000:")
          .doesNotContain(ann.password());
      assertThat(row.getString(2)).doesNotContain(token);
    }
  }
}
