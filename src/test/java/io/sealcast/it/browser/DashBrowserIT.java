package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.sealcast.it.client.Api;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Plays picture and sound by the DASH manifest, with the player of the watch page. */
class DashBrowserIT extends BrowserFixture {
  private static final int SECONDS = 9;
  private static final int FRAMES = SECONDS * 25;

  @Test
  void aVideoPlaysToTheEndAndAfterASeek() {
    List<String> manifests = new CopyOnWriteArrayList<>();
    try (BrowserUser visitor = new BrowserUser(browser, server.uri())) {
      Page page = visitor.page();
      page.onRequest(
          request -> {
            if (request.url().contains("/manifest/")) {
              manifests.add(request.url());
            }
          });
      page.route(Pattern.compile("/api/stream/\\d+$"), DashBrowserIT::answerWithDash);
      visitor.watch(visitor.signInWithVideo(server, SECONDS));
      awaitEnd(page);
      assertThat(visitor.position()).isBetween(SECONDS - 0.1, SECONDS + 0.3);
      assertThat(
              visitor.number(
                  "() => document.querySelector('video').getVideoPlaybackQuality()"
                      + ".totalVideoFrames"))
          .isEqualTo(FRAMES);
      assertThat(
              visitor.number("() => document.querySelector('video').webkitAudioDecodedByteCount"))
          .as("decoded sound")
          .isPositive();

      page.evaluate("() => { document.querySelector('video').currentTime = 4.5; }");
      page.evaluate("() => document.querySelector('video').play()");
      page.waitForFunction(
          "() => { const { currentTime, seeking } = document.querySelector('video');"
              + " return !seeking && currentTime > 5 && currentTime < 8; }");
      awaitEnd(page);
      visitor.hadNoTrouble();
    }
    assertThat(manifests).isNotEmpty().allMatch(url -> url.endsWith(".mpd"));
  }

  private static void awaitEnd(Page page) {
    page.waitForFunction("() => document.querySelector('video').ended");
  }

  /** Gives the page the DASH manifest in place of the HLS playlist. */
  private static void answerWithDash(Route route) {
    APIResponse answer = route.fetch();
    JsonObject stream = Api.json(answer.text());
    route.fulfill(
        new Route.FulfillOptions()
            .setResponse(answer)
            .setBody(
                Json.createObjectBuilder(stream)
                    .add("manifest_url", stream.getString("dash_url"))
                    .build()
                    .toString()));
  }
}
