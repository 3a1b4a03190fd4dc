package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.browser.Browser;
import io.sealcast.it.browser.BrowserUser;
import io.sealcast.it.client.Api;
import io.sealcast.it.client.TimedCalls;
import io.sealcast.it.client.Watcher;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.KnownVideo;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests an outage of the database for 20 seconds during playback and sign-ins. */
@Tag("long")
class DatabaseFaultIT {
  private static final double AWAY_SECONDS = 20;

  /**
   * Longest gap in seconds. A stream that waits for the database would stall during the whole
   * outage.
   */
  private static final double LONGEST_GAP = AWAY_SECONDS / 2;

  /**
   * Bytes per second, so few that the video lasts for the whole test: a repeated part would come
   * from the cache.
   */
  private static final long SPEED = 1 << 20;

  private static final int MEBIBYTES = 48;

  private final SealcastServer server = SealcastServer.shared();
  private final Installation installation = server.installation();
  private final Api ann = Api.signUp(server);
  private final Api stranger = Api.signUp(server);
  private final TimedCalls calls = new TimedCalls(5);

  @Test
  void openStreamsGoOnAndTheApiSaysThatTheDatabaseIsAway() throws InterruptedException {
    KnownVideo video = KnownVideo.upload(ann, installation.storage(), MEBIBYTES);
    JsonObject stream = video.open();
    try (Watcher bySocket = Watcher.begin(video.bytes(), SPEED, video.socket(server, stream));
        Watcher byHttp = Watcher.begin(video.bytes(), SPEED, video.http(server, stream))) {
      bySocket.awaitMore(1 << 20);
      byHttp.awaitMore(1 << 20);
      bySocket.mark();
      byHttp.mark();
      long stopped;
      try (Browser browser = Browser.open();
          BrowserUser visitor = new BrowserUser(browser, server.uri())) {
        visitor.signIn(ann);
        installation.order("stop database");
        stopped = System.nanoTime();
        whoSignsOutStaysSignedIn(visitor);
      }
      theFormSaysSo();
      while (Measurement.secondsSince(stopped) < AWAY_SECONDS) {
        allIsRefused(video.id());
        TimeUnit.SECONDS.sleep(1); // one visitor per second
      }
      installation.order("start database");
      long started = System.nanoTime();
      awaitAnswer();
      double back = Measurement.secondsSince(started);
      bySocket.awaitMore(4 << 20);
      byHttp.awaitMore(4 << 20);
      Measurement.report(
          "database away for %.1f s: no bytes came for %.2f s at most by WebSocket, %.2f s by HTTP"
              + " ranges; the API answered %.2f s after its return; refusals took at most: %s",
          AWAY_SECONDS, bySocket.longestGap(), byHttp.longestGap(), back, calls);
      assertThat(bySocket.longestGap()).isLessThan(LONGEST_GAP);
      assertThat(byHttp.longestGap()).isLessThan(LONGEST_GAP);
      assertThat(bySocket.interruptions() + byHttp.interruptions()).isZero();
      assertThat(back).isLessThan(10);
    }
    ann.uploadProcessed(TestVideos.mp4(20), KnownVideo.KEY);
  }

  private void allIsRefused(long video) {
    refused("GET /api/videos", () -> ann.get("/api/videos"));
    refused("upload", () -> ann.tryUpload(TestVideos.mp4(20), KnownVideo.KEY, null));
    String key = "{\"encryption_key\":\"" + KnownVideo.KEY + "\"}";
    refused("POST /api/stream", () -> ann.post("/api/stream/" + video, key));
    String newcomer = "{\"username\":\"newcomer\",\"password\":\"a long password\"}";
    refused("POST /api/users", () -> Api.anonymous(server).post("/api/users", newcomer));
    assertThat(calls.make("/", () -> ann.get("/")).statusCode())
        .as("the page of somebody whom the instance knows")
        .isEqualTo(200);
    HttpResponse<String> page = calls.make("/ of a stranger", () -> stranger.get("/"));
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body()).contains("can't reach its database");
    assertThat(calls.make("/health/live", () -> ann.get("/health/live")).statusCode())
        .as("no reason to restart the instance")
        .isEqualTo(200);
  }

  /** Asserts that a user with a valid token isn't told to be signed out. */
  private static void whoSignsOutStaysSignedIn(BrowserUser visitor) {
    visitor.signOut();
    visitor.sees("h1", "Sealcast can't reach its database");
    visitor.sees("main", "You are still signed in.");
    visitor.page().navigate("/");
    visitor.sees("#heading", "Library");
  }

  /**
   * Asserts that a sign-in during the outage shows an error beside the form, which keeps the user
   * name.
   */
  private void theFormSaysSo() {
    try (Browser browser = Browser.open();
        BrowserUser visitor = new BrowserUser(browser, server.uri())) {
      visitor.page().navigate("/sign-in");
      visitor.enter(stranger);
      visitor.sees(".notice", "The database can't be reached");
      assertThat(visitor.page().inputValue("#username")).isEqualTo(stranger.username());
    }
  }

  private void refused(String name, Supplier<HttpResponse<String>> call) {
    HttpResponse<String> answer = calls.make(name, call);
    Problem.check(answer, 503, "database_unavailable");
    assertThat(answer.headers().firstValue("Retry-After"))
        .hasValueSatisfying(wait -> assertThat(Integer.parseInt(wait)).isBetween(1, 30));
  }

  private void awaitAnswer() {
    Awaitility.await("the API's answer")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ann.get("/api/videos").statusCode() == 200);
  }
}
