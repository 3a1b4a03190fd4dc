package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Plays a video by its manifests with hls.js and dash.js, which have their credentials in a header:
 * all sizes of both codecs, and all sounds. The default rendition has segments of ten seconds.
 */
@Tag("long")
class OtherPlayersBrowserIT {
  private static final int SECONDS = 60;

  private static final String FILM =
      "-f lavfi -i testsrc2=size=854x480:rate=25:duration=60"
          + " -f lavfi -i sine=frequency=300:sample_rate=48000:duration=60"
          + " -f lavfi -i aevalsrc=0.1*sin(1400*PI*t):c=5.1:d=60:s=48000"
          + " -map 0 -map 1 -map 2 -c:v libx264 -preset veryfast -g 250 -sc_threshold 0 -c:a aac"
          + " -metadata:s:a:0 language=ger -metadata:s:a:1 language=eng";

  private static final Path MODULES = Path.of("src", "main", "js", "node_modules");

  private static final String START_HLS =
      """
      async ({ url, authorization }) => {
        const video = document.querySelector('video');
        window.trouble = [];
        window.player = new Hls({
          xhrSetup: (xhr) => xhr.setRequestHeader('Authorization', authorization),
        });
        player.on(Hls.Events.ERROR, (_, { fatal, details }) => {
          if (fatal || details !== 'bufferStalledError') {
            trouble.push(details);
          }
        });
        player.loadSource(url);
        player.attachMedia(video);
        await new Promise((done) => player.once(Hls.Events.MANIFEST_PARSED, done));
        video.muted = true;
        await video.play();
      }""";

  private static final String START_DASH =
      """
      async ({ url, authorization }) => {
        const video = document.querySelector('video');
        window.trouble = [];
        window.player = dashjs.MediaPlayer().create();
        player.addRequestInterceptor(async (request) => {
          request.headers = { ...request.headers, Authorization: authorization };
          return request;
        });
        player.on('error', ({ error }) => trouble.push(`${error.code} ${error.message}`));
        player.updateSettings({
          streaming: { abr: { autoSwitchBitrate: { video: false, audio: false } } },
        });
        video.muted = true;
        player.initialize(video, url, true);
        await new Promise((done) => player.on('streamInitialized', done));
      }""";

  private static Browser browser;
  private static Installation installation;
  private static SealcastServer server;
  private static Api ann;
  private static long video;

  private BrowserUser visitor;
  private Page page;
  private PlaybackStalls stalls;

  @BeforeAll
  static void start() {
    browser = Browser.open();
    installation = Installation.start("other-players");
    server =
        SealcastServer.in(installation)
            .name("other-players")
            .env("SEALCAST_LADDER_SHORT_SIDES", "360,240")
            .env("SEALCAST_LADDER_AV1_SHORT_SIDES", "480,240")
            .start();
    ann = Api.signUp(server);
    video =
        ann.uploadProcessed(
            TestVideos.make("few-keyframes-two-sounds.mkv", List.of(FILM.split(" "))),
            BrowserUser.KEY);
    Awaitility.await("all renditions and sounds")
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                ann.video(video).getJsonArray("renditions").size() == 5
                    && ann.video(video).getJsonArray("sound_tracks").size() == 2);
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
    visitor = new BrowserUser(browser, server.uri());
    page = visitor.page();
    stalls = new PlaybackStalls(page);
    page.route(
        "**/other-player",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/html")
                    .setBody(
                        "<!doctype html><title>Player</title>"
                            + "<div id=stage data-state=playing><video></video></div>")));
    visitor.navigate("/other-player");
  }

  @AfterEach
  void closePage() {
    visitor.close();
  }

  private void start(String script, String library, String manifest) {
    JsonObject stream = ann.stream(video, BrowserUser.KEY);
    page.addScriptTag(new Page.AddScriptTagOptions().setPath(MODULES.resolve(library)));
    page.evaluate(
        script,
        Map.of(
            "url",
            server.uri().resolve(stream.getString(manifest)).toString(),
            "authorization",
            ann.authorization()));
    visitor.awaitPosition(1);
    stalls.begin();
  }

  @Test
  void hlsJsPlaysAllSizesAndSounds() {
    start(START_HLS, "hls.js/dist/hls.min.js", "manifest_url");

    assertThat(page.evaluate("() => player.audioTracks.map((t) => t.name).join()"))
        .isEqualTo("Deutsch,English,English (5.1)");
    int levels = (int) visitor.number("() => player.levels.length");
    assertThat(levels).as("sizes of H.264 at least").isGreaterThanOrEqualTo(3);
    for (int i = 0; i < levels; i++) {
      page.evaluate("level => { player.nextLevel = level; }", i);
      page.waitForFunction(
          "level => document.querySelector('video').videoHeight === player.levels[level].height",
          i);
      page.evaluate("track => { player.audioTrack = track; }", i % 3);
      visitor.awaitPosition(visitor.position() + 1);
      assertThat(stalls.longest()).as("longest stall in seconds").isLessThan(1);
      // what plays was loaded before the switch, up to ten seconds of it
      page.evaluate("() => { document.querySelector('video').currentTime = 2; }");
      page.waitForFunction("() => document.querySelector('video').currentTime > 3");
      stalls.begin();
    }
    endsWithoutTrouble();
  }

  @Test
  void dashJsPlaysAllSizesAndSounds() {
    start(START_DASH, "dashjs/dist/modern/umd/dash.all.min.js", "dash_url");

    assertThat(page.evaluate("() => player.getTracksFor('audio').map((t) => t.lang).join()"))
        .isEqualTo("de,en,en");
    int codecs = (int) visitor.number("() => player.getTracksFor('video').length");
    assertThat(codecs).as("codecs").isEqualTo(2);
    for (int codec = 0; codec < codecs; codec++) {
      page.evaluate("codec => player.setCurrentTrack(player.getTracksFor('video')[codec])", codec);
      int sizes =
          (int)
              visitor.number(
                  "() => player.getTracksFor('video')[" + codec + "].bitrateList.length");
      for (int size = sizes - 1; size >= 0; size--) {
        page.evaluate("size => player.setRepresentationForTypeByIndex('video', size, true)", size);
        int height =
            (int)
                visitor.number(
                    "() => player.getTracksFor('video')["
                        + codec
                        + "].bitrateList["
                        + size
                        + "].height");
        page.waitForFunction(
            "height => document.querySelector('video').videoHeight === height", height);
        page.evaluate(
            "track => player.setCurrentTrack(player.getTracksFor('audio')[track])", size % 3);
        visitor.awaitPosition(visitor.position() + 1);
      }
    }
    assertThat(stalls.longest()).as("longest stall in seconds").isLessThan(1);
    endsWithoutTrouble();
  }

  /** Goes back to a moment within a long segment, and to the end. */
  private void endsWithoutTrouble() {
    page.evaluate("() => { document.querySelector('video').currentTime = 17; }");
    page.waitForFunction("() => document.querySelector('video').currentTime > 18");
    assertThat(visitor.position()).isBetween(18.0, 20.0);
    page.evaluate("to => { document.querySelector('video').currentTime = to; }", SECONDS - 4);
    page.waitForFunction("() => document.querySelector('video').ended");
    assertThat(visitor.position()).isBetween(SECONDS - 0.2, SECONDS + 0.2);
    assertThat(page.evaluate("() => trouble.join()")).isEqualTo("");
    visitor.hadNoTrouble();
  }
}
