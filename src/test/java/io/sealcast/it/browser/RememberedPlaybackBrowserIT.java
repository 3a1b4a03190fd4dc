package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests what is remembered for the next time: the position for all devices of an account, volume
 * and speed for a browser. A browser context is a device.
 */
class RememberedPlaybackBrowserIT extends PageFixture {
  @Test
  @Tag("long")
  void anotherDeviceGoesOnWhereTheVideoWasLeftOff() {
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.mp4(60), BrowserUser.KEY);
    visitor.signIn(ann);
    visitor.watch(video);
    visitor.awaitPlaying(5);
    page.keyboard().press("k");
    page.waitForFunction("() => document.querySelector('video').paused");
    double left = visitor.position();
    awaitSaved(ann, video, seconds -> Math.abs(seconds - left) < 0.5);

    try (BrowserUser elsewhere = new BrowserUser(browser, server.uri())) {
      elsewhere.signIn(ann);
      Page other = elsewhere.page();
      Locator card = other.locator(".card[data-video='" + video + "']");
      assertThat(card.locator(".thumb-watched"))
          .hasAttribute("aria-label", Pattern.compile("Watched to 0:\\d\\d of 1:00"));
      card.locator(".card-link").click();
      elsewhere.sees("#unlock-heading", "Enter the key to go on at 0:");
      other.evaluate(
          "document.querySelector('video').addEventListener('playing',"
              + " e => { window.first ??= e.target.currentTime; })");
      elsewhere.unlock();
      elsewhere.awaitPlaying(left + 1);
      assertThat(elsewhere.number("() => window.first"))
          .as("where it started, however long that took")
          .isGreaterThan(left - 1);

      other.evaluate("document.querySelector('video').currentTime = 40");
      awaitSaved(ann, video, seconds -> seconds >= 40);
      elsewhere.awaitPlaying(42);
      other.locator(".brand").click();
      elsewhere.sees("#heading", "Library");
      awaitSaved(ann, video, seconds -> seconds >= 42);
      elsewhere.hadNoTrouble();
    }

    page.reload();
    assertThat(page.locator("#stage")).hasAttribute("data-state", "playing");
    page.waitForFunction("t => document.querySelector('video')?.currentTime >= t", left - 1);
    assertThat(visitor.position())
        .as("a tab continues at its own position")
        .isBetween(left - 1, left + 1);

    page.evaluate("const v = document.querySelector('video'); v.currentTime = v.duration - 0.5");
    page.evaluate("document.querySelector('video').play()");
    page.waitForFunction("() => document.querySelector('video').ended");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> ann.video(video).isNull("position_seconds"));
    page.locator(".brand").click();
    assertThat(page.locator(".card[data-video='" + video + "']")).isVisible();
    assertThat(page.locator(".thumb-watched")).isHidden();
  }

  private static void awaitSaved(Api user, long video, DoublePredicate expected) {
    Awaitility.await("the position on the server")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              JsonObject json = user.video(video);
              return !json.isNull("position_seconds")
                  && expected.test(json.getJsonNumber("position_seconds").doubleValue());
            });
  }

  @Test
  void aBrowserKeepsVolumeAndSpeedOverAReloadAndTheEndOfAVideo() {
    visitor.watch(visitor.signInWithVideo(server, 20));
    page.evaluate("document.querySelector('video').volume = 0.3");
    page.keyboard().press("m");
    page.keyboard().press(">");
    awaitRate(1.25);
    page.evaluate("const v = document.querySelector('video'); v.currentTime = v.duration - 0.5");
    page.waitForFunction("() => document.querySelector('video').ended");

    page.reload();
    visitor.awaitPlaying(0.5);
    awaitRate(1.25);
    assertThat(visitor.number("() => document.querySelector('video').volume")).isEqualTo(0.3);
    assertThat((Boolean) page.evaluate("document.querySelector('video').muted")).isTrue();

    page.keyboard().press("<");
    awaitRate(1);
    page.keyboard().press("m");
    page.reload();
    visitor.awaitPlaying(0.5);
    awaitRate(1);
    assertThat((Boolean) page.evaluate("document.querySelector('video').muted")).isFalse();
  }

  /** Waits for a speed, since Shaka sets it to 0 while it buffers. */
  private void awaitRate(double rate) {
    page.waitForFunction("r => document.querySelector('video').playbackRate === r", rate);
  }
}
