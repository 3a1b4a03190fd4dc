package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests a person's way from the first visit to the playing video, by each transport. */
class WatchBrowserIT extends PageFixture {
  @Test
  void aNewcomerSignsUpUploadsAndWatches() {
    visitor.signUp();
    visitor.isThere("#empty");

    page.locator("#empty a").click();
    page.setInputFiles("#file", TestVideos.mp4(20));
    page.fill("#title", "My <b>first</b> video");
    page.fill("#key", BrowserUser.KEY);
    page.click("#start");

    Locator card = page.locator(".card[data-status='processed']");
    assertThat(card).isVisible();
    assertThat(card.locator(".card-link")).hasText("My <b>first</b> video");
    card.locator(".card-link").click();
    visitor.unlock();
    visitor.awaitPlaying(1);

    JsonObject bytes = bytesByLink();
    assertThat(bytes.getInt("websocket")).isPositive();
    assertThat(bytes.getInt("sse") + bytes.getInt("http")).isZero();
  }

  @Test
  void aVideoPlaysOverWebSocketByPlainHttpFromAMachineWhoseNameHasAnUnderscore() {
    visitor.close();
    openPage(URI.create("http://" + NAS + ":" + server.port()));
    visitor.watch(visitor.signInWithVideo(server, 20));
    assertThat((Boolean) page.evaluate("isSecureContext")).isFalse();
    assertThat(page).hasURL(Pattern.compile("http://" + NAS + ":.*"));
    JsonObject bytes = bytesByLink();
    assertThat(bytes.getInt("websocket")).isPositive();
    assertThat(bytes.getInt("sse") + bytes.getInt("http")).isZero();
  }

  @Test
  @Tag("long")
  void aVideoPlaysByKeyboardAlone() {
    visitor.navigate("/watch?v=" + visitor.signInWithVideo(server, 20));
    visitor.isThere("#unlock");
    visitor.hasFocus("#key");
    page.keyboard().type(BrowserUser.KEY);
    page.keyboard().press("Enter");
    visitor.awaitPlaying(2);
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
    visitor.navigate("/watch?v=" + visitor.signInWithVideo(server, 20));
    visitor.isThere("#unlock");
    page.fill("#key", "not the right key");
    page.click("#open");
    visitor.sees("#key-problem", "key doesn't open");
    assertThat(page.locator("#video")).not().hasAttribute("poster", Pattern.compile(".*"));
    visitor.unlock();
    visitor.awaitPlaying(1);
  }

  @Test
  void theOwnerDownloadsTheUploadedFile() throws IOException {
    long video = visitor.signInWithVideo(server, 20);
    visitor.navigate("/watch?v=" + video);
    visitor.isThere("#unlock");
    assertThat(page.locator("#download")).isHidden();
    visitor.unlock();
    visitor.awaitPlaying(1);
    Download download = page.waitForDownload(() -> page.click("#download"));
    assertThat(download.path()).hasSameBinaryContentAs(TestVideos.mp4(20));
    assertThat(download.suggestedFilename()).isEqualTo(TestVideos.mp4(20).getFileName().toString());
    visitor.awaitPlaying(visitor.position() + 0.5);
  }

  @Test
  @Tag("long")
  void aVideoPlaysOverServerSentEventsWhereNoWebSocketPasses() {
    page.routeWebSocket(Pattern.compile(".*/api/ws/.*"), socket -> socket.close());
    visitor.watch(visitor.signInWithVideo(server, 20));
    JsonObject bytes = bytesByLink();
    assertThat(bytes.getInt("sse")).isPositive();
    assertThat(bytes.getInt("websocket")).isZero();
  }

  @Test
  @Tag("long")
  void aVideoPlaysOverHttpWhereNothingElsePasses() {
    page.routeWebSocket(Pattern.compile(".*/api/ws/.*"), socket -> socket.close());
    page.route(Pattern.compile(".*/chunks/.*"), route -> route.abort());
    visitor.watch(visitor.signInWithVideo(server, 20));
    JsonObject bytes = bytesByLink();
    assertThat(bytes.getInt("http")).isPositive();
    assertThat(bytes.getInt("websocket") + bytes.getInt("sse")).isZero();
  }

  private JsonObject bytesByLink() {
    return Api.json(page.locator("#stage").getAttribute("data-bytes"));
  }
}
