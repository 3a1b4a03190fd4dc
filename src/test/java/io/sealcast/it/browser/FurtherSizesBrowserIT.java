package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a page takes in what a video gets while it plays. */
class FurtherSizesBrowserIT extends PageFixture {
  private static final LocatorAssertions.HasCountOptions IN_TIME =
      new LocatorAssertions.HasCountOptions().setTimeout(2 * BrowserUser.PATIENCE);

  private static final String PLAYER =
      "document.querySelector('video').ui.getControls().getPlayer()";

  /** Notes when the video goes back, and when it loses what was loaded. */
  private static final String WATCH_FOR_INTERRUPTIONS =
      """
      () => {
        const video = document.querySelector('video');
        window.seen = { back: 0, loads: 0, at: video.currentTime };
        video.addEventListener('emptied', () => seen.loads++);
        video.addEventListener('timeupdate', () => {
          seen.back += video.currentTime < seen.at ? 1 : 0;
          seen.at = video.currentTime;
        });
      }""";

  /** Pauses, and returns the position before the new load begins. */
  private static final String PAUSE =
      """
      () => {
        const video = document.querySelector('video');
        video.pause();
        return video.currentTime;
      }""";

  private Api ann;

  @BeforeEach
  void signIn() {
    ann = Api.signUp(server);
    visitor.signIn(ann);
  }

  @Test
  @Tag("long")
  void aPageThatIsOpenedRightAfterTheUploadGetsTheSizesThatAreMadeMeanwhile() {
    long video = ann.uploadProcessed(TestVideos.mp4(30, "854x480"), BrowserUser.KEY);
    getsFurtherSizes(video, "480p", "360p", "240p");
  }

  @Test
  @Tag("long")
  void aPageThatIsOpenedBeforeTheVideoIsPreparedGetsThemToo() {
    long video = ann.upload(TestVideos.slow(60), BrowserUser.KEY);
    getsFurtherSizes(video, "720p", "480p", "360p", "240p");
  }

  private void getsFurtherSizes(long video, String... names) {
    page.setViewportSize(1280, 800);
    visitor.watch(video);
    double before = visitor.number("() => " + PLAYER + ".getVideoTracks().length");
    assertThat(before).as("sizes at first").isLessThan(names.length);
    // so that the sizes are made before the video ends
    page.evaluate("() => { document.querySelector('video').playbackRate = 0.5; }");
    page.evaluate(WATCH_FOR_INTERRUPTIONS);

    page.hover("#stage");
    page.locator(".shaka-overflow-menu-button").click();
    page.locator(".shaka-overflow-menu .shaka-resolution-button").click();
    Locator sizes = page.locator(".shaka-resolutions button:not(.shaka-back-to-overflow-button)");
    assertThat(sizes).hasCount(names.length + 1, IN_TIME); // and "Auto"
    for (int i = 0; i < names.length; i++) {
      assertThat(sizes.nth(i)).containsText(names[i]);
    }
    visitor.awaitPlaying(visitor.position() + 1);
    assertThat(page.evaluate("() => `${seen.loads} ${seen.back}`"))
        .as("loads, and steps back")
        .isEqualTo("0 0");

    page.hover("#stage");
    sizes
        .filter(new Locator.FilterOptions().setHasText("240p"))
        .evaluate("button => button.click()");
    page.waitForFunction("() => document.querySelector('video').videoHeight === 240");
    visitor.awaitPlaying(visitor.position() + 1);
    assertThat(page.evaluate("() => `${seen.loads} ${seen.back}`")).isEqualTo("0 0");
    assertThat(visitor.number("() => document.querySelector('video').playbackRate")).isEqualTo(0.5);
  }

  @Test
  void aPageShowsANewPreparationAndTakesInWhatItMadeWhenTheViewerPauses() {
    long video = ann.uploadProcessed(TestVideos.mp4(30), BrowserUser.KEY);
    visitor.watch(video);
    visitor.isThere("#prepare-again");
    String key =
        Json.createObjectBuilder().add("encryption_key", BrowserUser.KEY).build().toString();
    assertThat(ann.post("/api/videos/" + video + "/reprocess", key).statusCode()).isEqualTo(202);
    assertThat(page.locator("#prepare-again")).isHidden();
    visitor.sees("#preparing-said", "has ended");
    visitor.isThere("#prepare-again");
    visitor.awaitPlaying(visitor.position() + 0.5);
    assertThat(fileThatPlays(page)).doesNotContain("-2.mp4");

    page.evaluate("() => { document.querySelector('video').playbackRate = 1.5; }");
    double paused = visitor.number(PAUSE);
    page.waitForFunction(
        "() => " + PLAYER + ".getVariantTracks()[0]?.originalVideoId.includes('-2.mp4')");
    page.waitForFunction("() => document.querySelector('video').readyState > 2");
    assertThat(page.locator("#stage")).hasAttribute("data-state", "playing");
    assertThat(visitor.position()).isCloseTo(paused, within(0.05));
    assertThat(page.evaluate("() => document.querySelector('video').paused")).isEqualTo(true);
    page.evaluate("() => document.querySelector('video').play()");
    visitor.awaitPlaying(paused + 0.5);
    assertThat(visitor.number("() => document.querySelector('video').playbackRate")).isEqualTo(1.5);
  }

  private static String fileThatPlays(Page page) {
    return (String) page.evaluate("() => " + PLAYER + ".getVariantTracks()[0].originalVideoId");
  }
}
