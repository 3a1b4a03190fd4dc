package io.sealcast.it.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import jakarta.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the forms of the pages on which users sign in and sign up. */
class SignInFormIT {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\"[^>]*? value=\"([^\"]*)\"");
  private static final Pattern BUTTON = Pattern.compile("<button name=\"([^\"]*)\" id=\"submit\"");
  private static final String LOST = " got lost on its way. Type it again.";

  private final SealcastServer server = SealcastServer.shared();
  private final Api nobody = Api.anonymous(server);

  @ParameterizedTest
  @ValueSource(strings = {"\u00ff", "\u00ed\u00a0\u0080", "%ED%A0%80", "%C0%AF", "%ZZ"})
  void noPageTakesWhatIsNoTextForAQuestionMark(String written) {
    String name = "user-" + UUID.randomUUID().toString().substring(0, 13);
    assertThat(submit("/sign-up", name, "long+enough+?").statusCode()).isEqualTo(302);
    assertThat(submit("/sign-in", name, "long+enough+%3F").statusCode()).isEqualTo(302);

    refusesForm(submit("/sign-in", name, "long+enough+" + written), "password");
    refusesForm(submit("/sign-in", name + written, "long+enough+?"), "user name");
    refusesForm(submit("/sign-up", name + "-2", "long+enough+" + written), "password");
    assertThat(submit("/sign-in", name + "-2", "long+enough+?").statusCode())
        .as("nobody was signed up")
        .isEqualTo(422);
  }

  @Test
  void aPageTakesTextThatIsNotEscaped() {
    Api ann = Api.signUp(server);
    String password = "gr\u00fc\u00dfe dich \u20ac";
    String name = "j\u00fcrgen." + ann.username();
    String credentials =
        Json.createObjectBuilder()
            .add("username", name)
            .add("password", password)
            .build()
            .toString();
    assertThat(nobody.post("/api/users", credentials).statusCode()).isEqualTo(201);
    assertThat(submit("/sign-in", bytes(name), bytes(password)).statusCode()).isEqualTo(302);
  }

  @Test
  void noPageReadsAFormWithoutAnEnd() {
    assertThat(submit("/sign-in", "ann", "a".repeat(1_000_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void noPageOpensASessionOfTheContainer() {
    Api ann = Api.signUp(server);
    for (String page : List.of("/sign-in", "/sign-up", "/", "/nothing-is-here")) {
      opensNoSession(nobody.get(page));
    }
    HttpResponse<String> signedIn = submit("/sign-in", ann.username(), ann.password());
    assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(302);
    opensNoSession(signedIn);
    String header = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
    String cookie = header.substring(0, header.indexOf(';'));
    for (String page : List.of("/", "/upload")) {
      HttpRequest.Builder request = nobody.request(page).header("Cookie", cookie);
      HttpResponse<String> shown = nobody.send(request, BodyHandlers.ofString());
      assertThat(shown.statusCode()).as(page).isEqualTo(200);
      opensNoSession(shown);
    }
  }

  private static void opensNoSession(HttpResponse<String> answer) {
    assertThat(answer.headers().allValues("Set-Cookie"))
        .as(answer.uri().toString())
        .noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
  }

  @Test
  void noPageTakesAStateThatNoneHasSent() {
    HttpRequest.Builder request =
        nobody
            .request("/sign-in")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "username=a&password=b&signin_SUBMIT=1&jakarta.faces.ViewState=rO0ABXA="));
    HttpResponse<String> answer = nobody.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("Welcome back");
  }

  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static void refusesForm(HttpResponse<String> answer, String field) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("A character of the " + field + LOST);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .noneMatch(cookie -> cookie.startsWith("sealcast_session="));
  }

  /** Sends a page's form with two unescaped fields. Each character is a byte of the body. */
  private HttpResponse<String> submit(String page, String username, String password) {
    HttpResponse<String> shown = nobody.get(page);
    StringBuilder form = new StringBuilder("username=" + username + "&password=" + password);
    for (Matcher hidden = HIDDEN.matcher(shown.body()); hidden.find(); ) {
      form.append('&').append(hidden.group(1)).append('=').append(hidden.group(2));
    }
    Matcher button = BUTTON.matcher(shown.body());
    assertThat(button.find()).isTrue();
    HttpRequest.Builder request =
        nobody
            .request(page)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    form + "&" + button.group(1) + "=", StandardCharsets.ISO_8859_1));
    return nobody.send(request, BodyHandlers.ofString());
  }
}
