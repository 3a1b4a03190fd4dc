package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import io.sealcast.it.client.Api;
import io.sealcast.it.client.EventReader;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.NginxProxy;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a server with {@code SEALCAST_BASE_PATH=/videos} behind an nginx that has the lines of
 * docs/operations.md for it and answers all other paths itself. No request may leave the path.
 */
@Tag("long")
class BasePathBrowserIT {
  private static final String BASE = "/videos";
  private static final Pattern SOCKETS = Pattern.compile(".*/api/ws/.*");

  private static Browser browser;
  private static SealcastServer server;
  private static NginxProxy proxy;
  private static URI address;
  @TempDir private static Path directory;

  private final Set<String> requested = new ConcurrentSkipListSet<>();
  private BrowserUser visitor;
  private Page page;

  @BeforeAll
  static void open() throws IOException {
    assumeTrue(NginxProxy.program().isPresent(), "skipped: no nginx is installed");
    browser = Browser.open();
    server =
        SealcastServer.in(Installation.shared())
            .name("base-path")
            .env("SEALCAST_BASE_PATH", BASE)
            .start();
    Path nginx = NginxProxy.program().orElseThrow();
    proxy = NginxProxy.underPath(nginx, server.uri(), directory.resolve("nginx"));
    address = proxy.uri().resolve(BASE);
  }

  @AfterAll
  static void close() {
    if (proxy != null) {
      proxy.close();
    }
    if (server != null) {
      server.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void visit() {
    visitor = new BrowserUser(browser, address);
    page = visitor.page();
    visitor.context().onRequest(request -> requested.add(request.url()));
    page.onWebSocket(socket -> requested.add(socket.url()));
  }

  @AfterEach
  void noRequestLeftThePath() {
    visitor.close();
    visitor.hadNoTrouble();
    assertThat(requested)
        .filteredOn(url -> !url.matches("(?:blob|data):.*"))
        .allSatisfy(url -> assertThat(URI.create(url).getRawPath()).matches(BASE + "(/.*)?"));
    assertThat(proxy.neighbourLog()).as("requests that left the path").isEmptyFile();
  }

  @Test
  void aNewcomerSignsUpUploadsWatchesAndSignsOut() {
    visitor.navigate("/upload");
    visitor.isAt(BASE + "/sign-in\\?to=%2Fvideos%2Fupload");
    page.click(".door-other a");
    visitor.isAt(BASE + "/sign-up\\?to=%2Fvideos%2Fupload");
    page.fill("#username", "path-" + System.nanoTime());
    page.fill("#password", BrowserUser.PASSWORD);
    page.click("#submit");
    visitor.isAt(BASE + "/upload");
    theCookieIsForThePathAlone();

    page.setInputFiles("#file", TestVideos.mp4(10));
    page.fill("#title", "Under a path");
    page.fill("#key", BrowserUser.KEY);
    page.click("#start");
    visitor.isAt(BASE + "/");
    // an event reports the end of the processing; the page isn't reloaded
    visitor.isThere(".card[data-status='processed']");
    page.fill("#q", "path");
    visitor.isAt(BASE + "/\\?q=path");
    visitor.isThere(".card");
    page.reload();
    visitor.isThere(".card[data-status='processed']");

    page.click(".card-link");
    visitor.isAt(BASE + "/watch\\?v=\\d+");
    visitor.unlock();
    visitor.awaitPosition(1);
    playedOver("websocket");
    page.reload();
    visitor.awaitPosition(1);
    assertThat(requested).anyMatch(url -> url.matches("ws://[^/]+/videos/api/ws/stream/.+"));
    assertThat(requested).anyMatch(url -> url.endsWith("/videos/api/events"));

    visitor.signOut();
    visitor.isAt(BASE + "/sign-in");
    assertThat(visitor.context().cookies())
        .extracting(cookie -> cookie.name + cookie.path)
        .isEmpty();
  }

  private void theCookieIsForThePathAlone() {
    List<Cookie> cookies = visitor.context().cookies();
    assertThat(cookies).hasSize(1);
    assertThat(cookies.get(0).name).isEqualTo("sealcast_session");
    assertThat(cookies.get(0).path).isEqualTo(BASE);
  }

  @Test
  void aLinkToAVideoLeadsThroughTheSignInAndPlaysOverEveryOtherTransport() {
    Api ann = Api.signUp(address, "path-" + System.nanoTime());
    long video = ann.uploadProcessed(TestVideos.mp4(10), BrowserUser.KEY);
    page.routeWebSocket(SOCKETS, socket -> socket.close());
    visitor.navigate("/watch?v=" + video);
    visitor.isAt(BASE + "/sign-in\\?to=%2Fvideos%2Fwatch%3Fv%3D" + video);
    visitor.enter(ann);
    visitor.isAt(BASE + "/watch\\?v=" + video);
    visitor.unlock();
    visitor.awaitPosition(1);
    playedOver("sse");

    page.route(Pattern.compile(".*/chunks/.*"), route -> route.abort());
    page.reload(); // goes on by itself, since the stream's session is kept
    visitor.awaitPosition(1);
    playedOver("http");
  }

  /** Waits until bytes have come over a transport; a page that resumes is at its second before. */
  private void playedOver(String link) {
    page.waitForFunction(
        "link => JSON.parse(document.querySelector('#stage').dataset.bytes ?? '{}')[link] > 0",
        link);
  }

  @Test
  void aPageThatDoesNotExistLeadsBackToTheLibrary() {
    Response answer = page.navigate(BASE + "/nothing/here");
    assertThat(answer.status()).isEqualTo(404);
    visitor.sees("h1", "nothing at this address");
    assertThat(page.locator(".blank img").evaluate("image => image.naturalWidth")).isNotEqualTo(0);
    page.click(".blank a");
    visitor.isAt(BASE + "/sign-in");
    page.navigate(BASE);
    visitor.isAt(BASE + "/sign-in");
  }

  @Test
  void addressesInAnswersAreThoseOfTheProxy() {
    Api ann = Api.signUp(address, "path-" + System.nanoTime());
    HttpResponse<String> uploaded = ann.tryUpload(TestVideos.mp4(10), BrowserUser.KEY, "One");
    long video = Api.json(uploaded).getJsonNumber("file_id").longValue();
    String location = Api.header(uploaded, "Location");
    assertThat(URI.create(location).getPath()).isEqualTo(BASE + "/api/videos/" + video);
    assertThat(ann.get(location).statusCode()).isEqualTo(200);
    ann.awaitStatus(video, "processed");

    JsonObject stream = ann.stream(video, BrowserUser.KEY);
    for (String name :
        List.of("websocket_url", "events_url", "media_url", "manifest_url", "dash_url")) {
      assertThat(stream.getString(name)).as(name).startsWith(BASE + "/api/");
    }
    HttpResponse<byte[]> media = ann.media(stream, "Range", "bytes=0-99");
    assertThat(media.statusCode()).isEqualTo(206);
    aPlaylistLeadsToTheBytes(ann, stream.getString("manifest_url"), media.body());
    String range = stream.getString("events_url") + "?from=0&to=99";
    try (EventReader events = new EventReader(ann, ann.request(range))) {
      events.awaitEnd(Duration.ofSeconds(60));
      assertThat(events.events()).isNotEmpty();
    }
    try (EventReader events = new EventReader(ann, ann.request("/api/events"))) {
      events.awaitBeginning();
      ann.patch("/api/videos/" + video, "{\"title\":\"Two\"}");
      events.await(event -> event.isOf(video));
    }
  }

  private static void aPlaylistLeadsToTheBytes(Api who, String manifest, byte[] beginning) {
    URI multivariant = address.resolve(manifest);
    String playlist = lastLine(who.get(multivariant.toString()).body());
    URI media = multivariant.resolve(playlist);
    Matcher map = Pattern.compile("URI=\"([^\"]+)\"").matcher(who.get(media.toString()).body());
    assertThat(map.find()).isTrue();
    URI bytes = media.resolve(map.group(1));
    assertThat(bytes.getPath()).startsWith(BASE + "/api/stream/");
    HttpResponse<byte[]> answer =
        who.send(
            who.request(bytes.toString()).header("Range", "bytes=0-99"),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.body()).isEqualTo(beginning);
  }

  private static String lastLine(String text) {
    return text.strip().substring(text.strip().lastIndexOf('\n') + 1);
  }

  @Test
  void theCookieOverTlsIsForTheHostAsItsPrefixDemands() {
    Api ann = Api.signUp(address, "path-" + System.nanoTime());
    String body =
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(ann.username(), ann.password());
    HttpResponse<String> answer =
        ann.send(
            ann.request(server.uri(BASE + "/api/users/session").toString())
                .header("X-Forwarded-Proto", "https")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)),
            HttpResponse.BodyHandlers.ofString());
    assertThat(Api.header(answer, "Set-Cookie"))
        .startsWith("__Host-sealcast_session=")
        .contains("Path=/;")
        .contains("Secure");
  }

  @Test
  void whatIsForOperatorsStaysBehindTheProxyAndNothingElseIsServed() {
    Api operator = Api.anonymous(server);
    HttpResponse<String> metrics =
        operator.send(
            operator
                .request(BASE + "/metrics")
                .header("Authorization", "Bearer " + SealcastServer.METRICS_TOKEN),
            HttpResponse.BodyHandlers.ofString());
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body()).contains("sealcast_http_requests_total");
    assertThat(operator.get("/openapi?format=json").body().replace(" ", ""))
        .as("addresses in the description of the API")
        .contains("\"url\":\"http://localhost:" + server.port() + BASE + "\"");
    for (String path : List.of("/", "/sign-in", "/api/videos", "/metrics", "/videosx/sign-in")) {
      assertThat(operator.get(path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(operator.get(address + "/metrics").statusCode()).isEqualTo(404);
    assertThat(operator.get(BASE + "/%61pi/videos").statusCode()).isEqualTo(400);
    assertThat(operator.get(BASE + "/api/videos").statusCode()).isEqualTo(401);
  }
}
