package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.FaultyNetwork;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that the player chooses among the renditions of a video, and that a viewer can. */
@Tag("long")
class LadderBrowserIT extends BrowserFixture {
  private static final Logger LOG = Logger.getLogger(LadderBrowserIT.class.getName());
  private static final Path SCREENSHOTS = Path.of("target", "ladder");

  /** 800 kbit/s in bytes. */
  private static final long NARROW = 100_000;

  /** The height of what the player fetches, which is shown after what is buffered. */
  private static final String CHOSEN =
      "() => document.querySelector('video').ui.getControls().getPlayer()"
          + ".getVariantTracks().find((track) => track.active).height";

  private static Api ann;

  /** The objects of pictures that the page has requested, in order. */
  private final List<String> requested = new CopyOnWriteArrayList<>();

  private static long videoWithLadder(Path file, int renditions) {
    ann = Api.signUp(server);
    long video = ann.uploadProcessed(file, BrowserUser.KEY);
    Awaitility.await("all renditions")
        .atMost(Duration.ofMinutes(4))
        .until(() -> ann.video(video).getJsonArray("renditions").size() == renditions);
    return video;
  }

  private void recordRequests(Page page) {
    page.onWebSocket(
        socket ->
            socket.onFrameSent(
                frame -> {
                  JsonObject message = Api.json(frame.text());
                  // sound is requested from the default rendition, too, in small ranges
                  if (message.getString("op", "").equals("range")
                      && message.getJsonNumber("to").longValue()
                              - message.getJsonNumber("from").longValue()
                          > 40_000) {
                    requested.add(message.getString("object"));
                  }
                }));
  }

  @Test
  void aViewerChoosesTheSizeInTheMenu() {
    long video = videoWithLadder(TestVideos.mp4(40, "854x480"), 3);
    try (BrowserUser visitor = new BrowserUser(browser, server.uri())) {
      Page page = visitor.page();
      visitor.signIn(ann);
      page.setViewportSize(1280, 800);
      visitor.watch(video);
      openSizes(page);
      Locator sizes =
          page.locator(".shaka-resolutions:visible button:not(.shaka-back-to-overflow-button)");
      assertThat(sizes).containsText(new String[] {"480p", "360p", "240p", "Auto"});
      page.screenshot(shot("sizes-1280"));
      sizes.filter(new Locator.FilterOptions().setHasText("240p")).click();
      page.waitForFunction("() => document.querySelector('video').videoHeight === 240");
      visitor.awaitPosition(visitor.position() + 1);

      page.setViewportSize(390, 844);
      page.reload(); // without the menu, and without the key
      visitor.awaitPlaying(1);
      openSizes(page);
      page.screenshot(shot("sizes-390"));
      sizes.filter(new Locator.FilterOptions().setHasText("480p")).click();
      page.waitForFunction("() => document.querySelector('video').videoHeight === 480");
      visitor.awaitPlaying(visitor.position() + 1);
      visitor.hadNoTrouble();
    }
  }

  private static void openSizes(Page page) {
    page.hover("#stage");
    page.locator(".shaka-overflow-menu-button").click();
    page.locator(".shaka-overflow-menu .shaka-resolution-button").click();
  }

  private static Page.ScreenshotOptions shot(String name) {
    return new Page.ScreenshotOptions()
        .setPath(SCREENSHOTS.resolve(name + ".png").toAbsolutePath());
  }

  @Test
  void thePlayerFollowsALineThatBecomesNarrowAndWideAgain() {
    long video = videoWithLadder(TestVideos.detailed(90), 4);
    try (FaultyNetwork network = FaultyNetwork.to(server);
        BrowserUser visitor = new BrowserUser(browser, network.uri())) {
      Page page = visitor.page();
      PlaybackStalls stalls = new PlaybackStalls(page);
      recordRequests(page);
      visitor.signIn(ann);
      page.navigate("/watch?v=" + video);
      visitor.awaitLoaded();
      network.down().limit(4_000_000);
      visitor.unlock();
      page.waitForFunction("() => document.querySelector('video').videoHeight === 720");
      await(page, () -> visitor.bufferedTo() - visitor.position() > 25);
      stalls.begin();

      int before = requested.size();
      network.down().limit(NARROW);
      await(page, () -> tail(before).stream().anyMatch(object -> !object.equals("720p.mp4")));
      List<String> until =
          tail(before).stream().takeWhile(object -> object.equals("720p.mp4")).toList();
      LOG.info("segments of 720p after the line became narrow: " + until.size());
      assertThat(until).hasSizeLessThanOrEqualTo(3);
      page.waitForFunction(CHOSEN + " < 480");

      int narrow = requested.size();
      network.down().limit(4_000_000);
      page.waitForFunction(CHOSEN + " >= 480");
      LOG.info(
          "requested when narrow: "
              + List.copyOf(requested).subList(before, narrow)
              + ", when wide again: "
              + tail(narrow)
              + ", longest stall: "
              + stalls.longest()
              + " s");
      assertThat(stalls.longest()).isLessThan(1);
      assertThat(stalls.states()).isEqualTo("playing");
      visitor.hadNoTrouble();
    }
  }

  /** Listens to the video as a viewer does, and counts the moments in which nothing is heard. */
  private static final String LISTEN =
      """
      () => {
        const context = new AudioContext();
        const source = context.createMediaElementSource(document.querySelector('video'));
        const analyser = context.createAnalyser();
        analyser.fftSize = 2048; // 43 ms
        source.connect(analyser).connect(context.destination);
        const samples = new Float32Array(analyser.fftSize);
        window.heard = { moments: 0, silent: 0 };
        setInterval(() => {
          analyser.getFloatTimeDomainData(samples);
          heard.moments++;
          if (samples.every((sample) => Math.abs(sample) < 0.001)) {
            heard.silent++;
          }
        }, 20);
        return context.resume();
      }""";

  @Test
  void fiftySwitchesCantBeHeard() {
    long video = videoWithLadder(TestVideos.mp4(60, "854x480"), 3);
    try (BrowserUser visitor = new BrowserUser(browser, server.uri())) {
      Page page = visitor.page();
      PlaybackStalls stalls = new PlaybackStalls(page);
      visitor.signIn(ann);
      visitor.watch(video);
      page.evaluate(LISTEN);
      page.waitForFunction("() => heard.moments > 20");
      page.evaluate("() => { heard.moments = 0; heard.silent = 0; }");
      stalls.begin();
      Object heights =
          page.evaluate(
              """
              async () => {
                const video = document.querySelector('video');
                const player = video.ui.getControls().getPlayer();
                player.configure('abr.enabled', false);
                const seen = new Set();
                for (let i = 0; i < 50; i++) {
                  const tracks = player.getVariantTracks().sort((a, b) => a.height - b.height);
                  player.selectVariantTrack(tracks[i % tracks.length], true, 1);
                  await new Promise((done) => setTimeout(done, 400));
                  seen.add(video.videoHeight);
                }
                return [...seen].sort().join(' ');
              }""");
      LOG.info("sizes: " + heights + ", heard: " + page.evaluate("() => JSON.stringify(heard)"));
      assertThat(heights).isEqualTo("240 360 480");
      assertThat(visitor.number("() => heard.moments")).isGreaterThan(300);
      assertThat(visitor.number("() => heard.silent")).isZero();
      assertThat(stalls.longest()).isLessThan(1);
      visitor.hadNoTrouble();
    }
  }

  private List<String> tail(int from) {
    return List.copyOf(requested).subList(from, requested.size());
  }

  /** Waits while Playwright handles the events of the page, which it does on this thread. */
  private static void await(Page page, java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      page.waitForTimeout(50);
    }
  }
}
