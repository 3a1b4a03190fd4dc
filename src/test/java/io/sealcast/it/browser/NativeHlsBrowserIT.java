package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.TestVideos;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plays in browsers whose MediaSource is missing or another one, as on iPhones. */
@Tag("long")
class NativeHlsBrowserIT extends PageFixture {
  /** Chromium plays HLS too, but the player uses that only where nothing else is there. */
  private static final String WITHOUT_MEDIA_SOURCE =
      "delete window.MediaSource; delete window.ManagedMediaSource;"
          + " delete window.WebKitMediaSource;"
          // such browsers lack these too
          + " delete AbortSignal.any; delete Promise.withResolvers;";

  private static final String WITH_MANAGED_MEDIA_SOURCE =
      "window.ManagedMediaSource = class extends MediaSource {"
          + " constructor() { super(); window.managed = true; } };"
          + " delete window.MediaSource;";

  private static final Pattern MANIFEST =
      Pattern.compile(".*(/api/stream/\\d+)/manifest/([^/]+)\\.m3u8");

  private static final String CUE = "Grüße & mehr";

  /** The captions are on the picture, which Shaka draws itself. */
  private static final String ON_THE_PICTURE = ".shaka-text-container";

  private static void addCaptions(Api owner, long video) {
    HttpRequest.Builder request =
        owner
            .request("/api/videos/" + video + "/captions/de")
            .header("Content-Type", "text/vtt")
            .header("Sealcast-Stream", owner.stream(video, BrowserUser.KEY).getString("request_id"))
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "WEBVTT\n\n00:00.000 --> 00:58.000\n" + CUE.replace("&", "&amp;") + "\n"));
    assertThat(owner.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(204);
  }

  @Test
  void aBrowserWithoutMediaSourcePlaysTheHlsPlaylistItself() {
    visitor.context().addInitScript(WITHOUT_MEDIA_SOURCE);
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.mp4(60), BrowserUser.KEY);
    addCaptions(ann, video);
    visitor.signIn(ann);
    visitor.watch(video);
    visitor.awaitPlaying(2);
    visitor.sees("#link-words", "by the browser itself");

    page.keyboard().press("c");
    assertThat(page.locator(ON_THE_PICTURE)).containsText(CUE);
    page.evaluate("document.querySelector('video').currentTime = 30");
    visitor.awaitPlaying(31);
    page.reload();
    visitor.awaitPlaying(31);
    assertThat(page.locator(ON_THE_PICTURE)).containsText(CUE);

    Matcher manifest =
        MANIFEST.matcher((String) page.evaluate("document.querySelector('video').src"));
    assertThat(manifest.matches()).as("plays the playlist").isTrue();
    assertThat(ann.delete(manifest.group(1) + "/" + manifest.group(2)).statusCode()).isEqualTo(204);
    page.evaluate("document.querySelector('video').currentTime = 50");
    visitor.sees("#unlock-heading", "Enter the key again to go on at 0:50");
    visitor.unlock();
    visitor.awaitPlaying(51);
  }

  @Test
  void aBrowserWithManagedMediaSourcePlaysThroughTheLink() {
    visitor.context().addInitScript(WITH_MANAGED_MEDIA_SOURCE);
    visitor.watch(visitor.signInWithVideo(server, 20));
    visitor.awaitPlaying(1);
    assertThat((Boolean) page.evaluate("window.managed")).isTrue();
    assertThat((Boolean) page.evaluate("document.querySelector('video').disableRemotePlayback"))
        .as("what a managed source requires where it has no address for AirPlay")
        .isTrue();
    assertThat(page.locator("#stage")).hasAttribute("data-link", "websocket");
  }
}
