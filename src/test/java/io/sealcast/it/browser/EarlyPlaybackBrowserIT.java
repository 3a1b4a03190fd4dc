package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a viewer watches a video while it is being prepared. */
class EarlyPlaybackBrowserIT {
  private static final int SECONDS = 40;

  private static Browser browser;
  private static Installation installation;
  private static SealcastServer server;

  private final List<String> errors = new ArrayList<>();
  private Api ann;
  private BrowserUser visitor;
  private Page page;

  @BeforeAll
  static void start() {
    browser = Browser.open();
    installation = Installation.start("early-playback");
    server =
        SealcastServer.in(installation)
            .name("early-playback")
            // one thread, so that preparing a video takes long enough to be watched meanwhile
            .env("SEALCAST_FFMPEG_THREADS", "1")
            .env("SEALCAST_PROCESSING_RETRY_AFTER", "PT1S,PT2S")
            .env("SEALCAST_LADDER_SHORT_SIDES", "")
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

  @BeforeEach
  void openPage() {
    ann = Api.signUp(server);
    visitor = new BrowserUser(browser, server.uri());
    page = visitor.page();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            errors.add(message.text() + " " + message.location());
          }
        });
    visitor.signIn(ann);
  }

  @AfterEach
  void closePage() {
    visitor.close();
    visitor.hadNoTrouble();
  }

  @Test
  @Tag("long")
  void aVideoIsWatchedFromItsFirstPartToItsEndWithoutAReload() {
    long video = upload();
    visitor.navigate("/watch?v=" + video);
    assertThat(page.locator("#unlock")).isHidden();
    visitor.sees("#unlock-reason", "It is still being prepared");
    visitor.unlock();
    visitor.awaitPlaying(0.5);
    assertThat(status(video)).isEqualTo("processing");
    visitor.sees("#preparing-words", "Still being prepared: 0:");
    visitor.sees("#preparing-words", "of 0:40 can be watched");
    assertThat(visitor.number("() => Number(document.querySelector('.shaka-seek-bar').max)"))
        .isCloseTo(SECONDS, within(0.2));
    visitor.sees(".elapsed-time", "/ 0:40");

    double beyond = SECONDS - 4;
    page.evaluate("at => { document.querySelector('video').currentTime = at; }", beyond);
    visitor.sees("#toast", "This part isn't prepared yet. The video goes on by itself");
    assertThat(visitor.position()).isCloseTo(beyond, within(0.1));

    visitor.awaitPlaying(beyond + 0.5);
    assertThat(page.locator("#toast")).isHidden();
    ann.awaitStatus(video, "processed");
    assertThat(page.locator("#preparing-fact")).isHidden();
    page.waitForFunction("() => document.querySelector('video').ended");
    assertThat(visitor.position()).isCloseTo(SECONDS, within(0.2));
    assertThat(page.locator("#stage")).hasAttribute("data-state", "playing");
    assertThat(errors).as("errors on the console").isEmpty();
  }

  @Test
  @Tag("long")
  void anOwnerStopsThePreparationOfTheVideoThatPlays() {
    long video = upload();
    watch(video);
    page.click("#stop-preparing-now");
    page.click("#cancel-confirm");
    visitor.sees("#preparing-words", "Preparing this video was stopped.");
    assertThat(page.locator("#stop-preparing-now")).isHidden();
    visitor.awaitPlaying(visitor.position() + 0.5);

    visitor.sees("#waiting-heading", "Not prepared yet");
    visitor.sees("#waiting-text", "You stopped the preparation");
    assertThat(page.locator("#preparing-fact")).isHidden();
  }

  /** The kernel kills ffmpeg like this when memory is short. */
  @Test
  @Tag("long")
  void whoWatchesDoesNotNoticeThatAnAttemptIsRepeated() {
    long video = upload();
    watch(video);
    double before = visitor.position();
    assertThat(server.killMediaTools()).isPositive();

    visitor.awaitPlaying(before + 2);
    assertThat(status(video)).isEqualTo("processing");
    visitor.sees("#preparing-words", "Still being prepared");
    assertThat(page.locator("#waiting-text")).not().containsText("anew");
    ann.delete("/api/videos/" + video); // the next test doesn't wait for it
  }

  private long upload() {
    return ann.upload(TestVideos.slow(SECONDS), BrowserUser.KEY);
  }

  /** Plays a video as soon as it can be watched. */
  private void watch(long video) {
    visitor.navigate("/watch?v=" + video);
    visitor.unlock();
    visitor.awaitPlaying(0.5);
    assertThat(status(video)).isEqualTo("processing");
  }

  private String status(long video) {
    return ann.video(video).getString("status");
  }
}
