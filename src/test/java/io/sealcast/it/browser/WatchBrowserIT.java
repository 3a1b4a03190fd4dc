package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.RequestOptions;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests a person's way from the first visit to the playing video. */
class WatchBrowserIT {
  private static final String KEY = "a long key for the tests";
  private static final String PASSWORD = "a long password";
  private static final double PATIENCE = 60_000;

  /**
   * The name of a home server: an insecure context over plain HTTP, and a host that {@link
   * java.net.URI} rejects.
   */
  private static final String NAS = "my_nas";

  private static Browser browser;
  private static SealcastServer server;

  private final List<String> refusals = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void open() {
    browser = Browser.open("--host-resolver-rules=MAP " + NAS + " 127.0.0.1");
    server = SealcastServer.shared();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void freshProfile() {
    visit(server.uri());
  }

  private void visit(URI address) {
    context = browser.context(address);
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            refusals.add(message.text());
          }
        });
    page.onPageError(refusals::add);
  }

  @AfterEach
  void nothingWasRefused() {
    context.close();
    assertThat(refusals).as("scripts, styles and errors on the page").isEmpty();
  }

  @Test
  void aNewcomerSignsUpUploadsAndWatches() {
    signUp();
    assertThat(page.locator("#empty")).isVisible();

    page.locator("#empty a").click();
    page.setInputFiles("#file", TestVideos.mp4(20));
    page.fill("#title", "My <b>first</b> video");
    page.fill("#key", KEY);
    page.click("#start");

    Locator card = page.locator(".card[data-status='processed']");
    assertThat(card).isVisible(patient());
    assertThat(card.locator(".card-link")).hasText("My <b>first</b> video");
    card.locator(".card-link").click();
    watch(KEY);

    JsonObject bytes = bytesByLink();
    assertThat(bytes.getInt("websocket")).isPositive();
    assertThat(bytes.getInt("sse") + bytes.getInt("http")).isZero();
  }

  @Test
  void aVideoPlaysOverWebSocketByPlainHttpFromAMachineWhoseNameHasAnUnderscore() {
    context.close();
    visit(URI.create("http://" + NAS + ":" + server.port()));
    open(signedUpWithVideo(20));
    watch(KEY);
    assertThat((Boolean) page.evaluate("isSecureContext")).isFalse();
    assertThat(page).hasURL(Pattern.compile("http://" + NAS + ":.*"));
    JsonObject bytes = bytesByLink();
    assertThat(bytes.getInt("websocket")).isPositive();
    assertThat(bytes.getInt("sse") + bytes.getInt("http")).isZero();
  }

  @Test
  void aVideoPlaysByKeyboardAlone() {
    open(signedUpWithVideo(20));
    assertThat(page.locator("#key")).isFocused();
    page.keyboard().type(KEY);
    page.keyboard().press("Enter");
    awaitPlaying(2);
    // The controls were never shown by a mouse movement.
    page.keyboard().press("ArrowRight");
    page.waitForFunction("() => document.querySelector('video')?.currentTime > 6.9");
    page.keyboard().press("k");
    page.waitForFunction("() => document.querySelector('video').paused");
    page.keyboard().press("k");
    page.waitForFunction("() => !document.querySelector('video').paused");
  }

  @Test
  void aWrongKeyIsToldBesideTheFieldAndTheRightOneStillOpens() {
    open(signedUpWithVideo(20));
    page.fill("#key", "not the right key");
    page.click("#open");
    assertThat(page.locator("#key-problem")).containsText("key doesn't open", contains());
    assertThat(page.locator("#video")).not().hasAttribute("poster", Pattern.compile(".*"));
    watch(KEY);
  }

  @Test
  void aVideoPlaysOverServerSentEventsWhereNoWebSocketPasses() {
    page.routeWebSocket(Pattern.compile(".*/api/ws/.*"), socket -> socket.close());
    open(signedUpWithVideo(20));
    watch(KEY);
    JsonObject bytes = bytesByLink();
    assertThat(bytes.getInt("sse")).isPositive();
    assertThat(bytes.getInt("websocket")).isZero();
  }

  @Test
  void aVideoPlaysOverHttpWhereNothingElsePasses() {
    page.routeWebSocket(Pattern.compile(".*/api/ws/.*"), socket -> socket.close());
    page.route(Pattern.compile(".*/chunks/.*"), route -> route.abort());
    open(signedUpWithVideo(20));
    watch(KEY);
    JsonObject bytes = bytesByLink();
    assertThat(bytes.getInt("http")).isPositive();
    assertThat(bytes.getInt("websocket") + bytes.getInt("sse")).isZero();
  }

  @Test
  void aStreamThatEndedGoesOnAtTheSameSecondWithTheKey() {
    String[] session = new String[1];
    page.onResponse(
        response -> {
          if (response.status() == 202) {
            session[0] = Api.json(response.text()).getString("request_id");
          }
        });
    long video = signedUpWithVideo(60);
    open(video);
    watch(KEY);
    page.waitForFunction("() => document.querySelector('video')?.currentTime > 3");

    context
        .request()
        .delete(
            "/api/stream/" + video + "/" + session[0],
            RequestOptions.create().setHeader("Origin", origin()));
    assertThat(page.locator("#unlock-heading"))
        .containsText("Enter the key again to go on", contains());
    double left = position();
    page.fill("#key", KEY);
    page.click("#open");
    awaitPlaying(left + 0.5);
    assertThat(position()).isBetween(left, left + 10);
  }

  @Test
  void backAndReloadGoOnAtTheSameSecondWithoutTheKey() {
    List<String> opened = new ArrayList<>();
    page.onRequest(
        request -> {
          if (request.method().equals("POST") && request.url().matches(".*/api/stream/\\d+")) {
            opened.add(request.url());
          }
        });
    open(signedUpWithVideo(60));
    watch(KEY);
    awaitPlaying(4);
    page.locator(".brand").click();
    assertThat(page.locator("#heading")).hasText("Library");
    page.goBack();
    awaitPlaying(4.5);
    assertThat(position()).isLessThan(30);

    page.keyboard().press("k");
    page.waitForFunction("() => document.querySelector('video').paused");
    double left = position();
    page.reload();
    assertThat(page.locator("#stage")).hasAttribute("data-state", "playing");
    page.waitForFunction("t => document.querySelector('video')?.currentTime >= t", left - 1);
    assertThat((Boolean) page.evaluate("document.querySelector('video').paused"))
        .as("paused as it was")
        .isTrue();
    assertThat(position()).isBetween(left - 1, left + 1);
    assertThat(opened).as("streams opened").hasSize(1);
    assertThat((String) page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])"))
        .contains("request_id")
        .doesNotContain(KEY);

    page.evaluate("const v = document.querySelector('video'); v.currentTime = v.duration - 0.5");
    page.evaluate("document.querySelector('video').play()");
    page.waitForFunction("() => document.querySelector('video').ended");
    page.locator(".brand").click();
    assertThat(page.locator("#heading")).hasText("Library");
    page.goBack();
    awaitPlaying(0.5);
    assertThat(position()).as("from the beginning after the end").isLessThan(30);
  }

  @Test
  void aSecondTabGoesOnWithTheSameStreamAndItsEndIsNotTheFirstOnes() {
    open(signedUpWithVideo(60));
    watch(KEY);
    Page twin = page.waitForPopup(() -> page.evaluate("() => { window.open(location.href); }"));
    twin.waitForFunction("() => document.querySelector('video')?.currentTime > 1");
    assertThat(twin.locator("#stage")).hasAttribute("data-state", "playing");
    twin.close(new Page.CloseOptions().setRunBeforeUnload(true));
    page.evaluate("document.querySelector('video').currentTime = 50"); // not buffered yet
    awaitPlaying(50.5);
  }

  @Test
  void signingOutEndsTheStreamAndWhoeverComesNextFindsNothingOfIt() {
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.mp4(20), KEY);
    page.navigate("/sign-in");
    signIn(ann.username(), ann.password());
    assertThat(page.locator("#heading")).hasText("Library");
    open(video);
    watch(KEY);
    String manifest =
        (String)
            page.evaluate(
                "id => JSON.parse(sessionStorage['sealcast.watch']).videos[id]"
                    + ".session.manifest_url",
                Long.toString(video));
    assertThat(ann.get(manifest).statusCode()).isEqualTo(200);
    page.locator(".account summary").click();
    page.locator(".menu-item").click();
    assertThat(page).hasURL(Pattern.compile(".*/sign-in$"));
    assertThat(ann.get(manifest).statusCode()).isEqualTo(404);

    Api bob = Api.signUp(server);
    signIn(bob.username(), bob.password());
    assertThat(page.locator("#heading")).hasText("Library");
    assertThat((String) page.evaluate("JSON.stringify({...sessionStorage})"))
        .doesNotContain("\"at\"", "request_id");
  }

  @Test
  void whatCannotBeReachedIsTriedAgainAndAKeyThatWasTypedStays() {
    long video = signedUpWithVideo(20);
    page.route(Pattern.compile(".*/api/videos/\\d+"), route -> route.abort());
    page.navigate("/watch?v=" + video);
    assertThat(page.locator("#waiting")).containsText("This page goes on by itself", contains());
    page.unrouteAll();
    assertThat(page.locator("#unlock")).isVisible(patient());

    context.setOffline(true);
    page.fill("#key", KEY);
    page.click("#open");
    assertThat(page.locator("#key-problem")).containsText("Your key is still here", contains());
    context.setOffline(false);
    page.click("#open");
    awaitPlaying(1);
  }

  @Test
  void deletingAsksFirst() {
    signedUpWithVideo(20);
    page.navigate("/");
    page.locator(".card-delete").click();
    assertThat(page.locator("#delete")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator(".card")).isVisible();
    page.locator(".card-delete").click();
    page.click("#delete-confirm");
    assertThat(page.locator("#empty")).isVisible();
  }

  @Test
  void whoIsNotSignedInComesBackToWhereTheyWanted() {
    Api ann = Api.signUp(server);
    page.navigate("/upload");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\?to=.*upload"));
    signIn(ann.username(), "not the password");
    assertThat(page.locator("[role=alert]")).containsText("not right");
    signIn(ann.username(), ann.password());
    assertThat(page).hasURL(Pattern.compile(".*/upload$"));

    page.locator(".account summary").click();
    page.locator(".menu-item").click();
    assertThat(page).hasURL(Pattern.compile(".*/sign-in$"));
    page.navigate("/");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in$"));
  }

  @Test
  void somebodyElsesVideoIsNotFound() {
    Api ann = Api.signUp(server);
    long hers = ann.upload(TestVideos.mp4(20), KEY);
    signUp();
    assertThat(page.navigate("/watch?v=" + hers).status()).isEqualTo(404);
    assertThat(page.locator("h1")).hasText("There is no such video");
  }

  private void signUp() {
    page.navigate("/sign-up");
    page.fill("#username", "user-" + UUID.randomUUID().toString().substring(0, 13));
    page.fill("#password", PASSWORD);
    page.click("#submit");
    assertThat(page.locator("#heading")).hasText("Library");
  }

  private void signIn(String username, String password) {
    page.fill("#username", username);
    page.fill("#password", password);
    page.click("#submit");
  }

  /**
   * Signs the browser in as a new user with one video.
   *
   * @return id of the video
   */
  private long signedUpWithVideo(int seconds) {
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.mp4(seconds), KEY);
    page.navigate("/sign-in");
    signIn(ann.username(), ann.password());
    assertThat(page.locator("#heading")).hasText("Library");
    return video;
  }

  private void open(long video) {
    page.navigate("/watch?v=" + video);
    assertThat(page.locator("#unlock")).isVisible();
  }

  private void watch(String key) {
    page.fill("#key", key);
    page.click("#open");
    awaitPlaying(1);
  }

  private void awaitPlaying(double beyondSecond) {
    page.waitForFunction("t => document.querySelector('video')?.currentTime > t", beyondSecond);
    assertThat(page.locator("#stage")).hasAttribute("data-state", "playing");
  }

  private double position() {
    return ((Number) page.evaluate("document.querySelector('video').currentTime")).doubleValue();
  }

  private JsonObject bytesByLink() {
    return Api.json(page.locator("#stage").getAttribute("data-bytes"));
  }

  private String origin() {
    String address = server.uri().toString();
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  private static LocatorAssertions.IsVisibleOptions patient() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.ContainsTextOptions contains() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }
}
