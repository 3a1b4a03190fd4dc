package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a browser that decodes AV1 plays renditions of both codecs of one video. */
@Tag("long")
class Av1BrowserIT {
  private static final String CODECS =
      "document.querySelector('video').ui.getControls().getPlayer().getStats().currentCodecs";

  private static Browser browser;
  private static Installation installation;
  private static SealcastServer server;

  @BeforeAll
  static void start() {
    browser = Browser.open();
    installation = Installation.start("av1-browser");
    server =
        SealcastServer.in(installation)
            .name("av1-browser")
            .env("SEALCAST_LADDER_SHORT_SIDES", "360,240")
            .env("SEALCAST_LADDER_AV1_SHORT_SIDES", "480,360")
            .start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
      installation.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void theMenuHasEachSizeOnceAndAViewerSwitchesBetweenCodecs() {
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.mp4(40, "854x480"), BrowserUser.KEY);
    Awaitility.await("all renditions")
        .atMost(Duration.ofMinutes(4))
        .until(() -> ann.video(video).getJsonArray("renditions").size() == 5);
    try (BrowserUser visitor = new BrowserUser(browser, server.uri())) {
      Page page = visitor.page();
      PlaybackStalls stalls = new PlaybackStalls(page);
      visitor.signIn(ann);
      page.setViewportSize(1280, 800);
      visitor.watch(video);
      page.hover("#stage");
      page.locator(".shaka-overflow-menu-button").click();
      page.locator(".shaka-overflow-menu .shaka-resolution-button").click();
      Locator sizes =
          page.locator(".shaka-resolutions:visible button:not(.shaka-back-to-overflow-button)");
      assertThat(sizes).containsText(new String[] {"480p", "360p", "240p", "Auto"});

      stalls.begin();
      for (int height : new int[] {360, 240, 360, 480}) {
        choose(page, height);
        page.waitForFunction("() => document.querySelector('video').videoHeight === " + height);
        visitor.awaitPosition(visitor.position() + 1);
        assertThat(page.evaluate(CODECS).toString())
            .startsWith(height >= 360 ? "av01.0." : "avc1.");
      }
      assertThat(stalls.longest()).isLessThan(1);
      visitor.hadNoTrouble();
    }
  }

  private static void choose(Page page, int height) {
    page.evaluate(
        """
        (height) => {
          const player = document.querySelector('video').ui.getControls().getPlayer();
          player.configure('abr.enabled', false);
          const track = player.getVariantTracks().find((t) => t.height === height);
          player.selectVariantTrack(track, true, 1);
        }""",
        height);
  }
}
