package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.RawHttp;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Tests what every endpoint refuses whoever asks: methods, origins, spellings and bodies. */
class RequestRulesIT extends EndpointFixture {
  private static final String TOO_MUCH = "x".repeat(70_000);

  @Test
  void anotherMethodIsRefused() {
    refuses(
        endpoint -> endpoint.isApi() && !isPut(endpoint.path()),
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

  private static boolean isPut(String path) {
    return Endpoint.RESOURCES.stream()
        .anyMatch(other -> other.path().equals(path) && other.method().equals("PUT"));
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
    String bytes = "x".repeat((1 << 20) + 1);
    refuses(
        endpoint -> endpoint.body() == Endpoint.Body.BYTES,
        endpoint -> with(request(endpoint, path(endpoint, video), ann), endpoint.method(), bytes),
        413,
        "request_too_large");
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
}
