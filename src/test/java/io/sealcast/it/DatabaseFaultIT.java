package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database is away while somebody watches, or when the application starts. */
@Tag("long")
class DatabaseFaultIT {
  private static final double AWAY_SECONDS = 20;

  private final Cluster cluster = Cluster.shared(1);
  private final Installation installation = cluster.installation();
  private final Api ann = cluster.ann();
  private final Api stranger = Api.signUp(cluster.web(0));
  private final PromptCalls calls = new PromptCalls(5);

  @Test
  void openStreamsGoOnAndTheApiSaysThatTheDatabaseIsAway() throws InterruptedException {
    JsonObject stream = cluster.open();
    try (Watcher bySocket = Watcher.begin(cluster.bytes(), 4 << 20, cluster.socket(0, stream));
        Watcher byHttp = Watcher.begin(cluster.bytes(), 4 << 20, cluster.http(0, stream))) {
      bySocket.awaitMore(4 << 20);
      byHttp.awaitMore(4 << 20);
      bySocket.mark();
      byHttp.mark();
      long stopped;
      try (Browser browser = Browser.open();
          Visitor visitor = new Visitor(browser, cluster.web(0).uri())) {
        visitor.signIn(ann);
        installation.order("stop database");
        stopped = System.nanoTime();
        whoSignsOutStaysSignedIn(visitor);
      }
      theFormSaysSo();
      while (Measured.secondsSince(stopped) < AWAY_SECONDS) {
        allIsRefused();
        TimeUnit.SECONDS.sleep(1); // somebody comes every second
      }
      installation.order("start database");
      long started = System.nanoTime();
      awaitAnswer();
      double back = Measured.secondsSince(started);
      bySocket.awaitMore(4 << 20);
      byHttp.awaitMore(4 << 20);
      Measured.tell(
          "database away for %.1f s: no bytes came for %.2f s at most by WebSocket, %.2f s by HTTP"
              + " ranges; the API answered %.2f s after its return; refusals took at most: %s",
          AWAY_SECONDS, bySocket.longestGap(), byHttp.longestGap(), back, calls);
      assertThat(bySocket.longestGap()).isLessThan(2);
      assertThat(byHttp.longestGap()).isLessThan(2);
      assertThat(bySocket.interruptions() + byHttp.interruptions()).isZero();
      assertThat(back).isLessThan(10);
    }
    ann.uploadProcessed(TestVideos.mp4(20), Cluster.KEY);
  }

  private void allIsRefused() {
    refused("GET /api/videos", () -> ann.get("/api/videos"));
    refused("upload", () -> ann.tryUpload(TestVideos.mp4(20), Cluster.KEY, null));
    String key = "{\"encryption_key\":\"" + Cluster.KEY + "\"}";
    refused("POST /api/stream", () -> ann.post("/api/stream/" + cluster.video(), key));
    String newcomer = "{\"username\":\"newcomer\",\"password\":\"a long password\"}";
    refused("POST /api/users", () -> Api.anonymous(cluster.web(0)).post("/api/users", newcomer));
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

  /** Nobody is told to be signed out whose token is still good. */
  private static void whoSignsOutStaysSignedIn(Visitor visitor) {
    visitor.signOut();
    visitor.sees("h1", "Sealcast can't reach its database");
    visitor.sees("main", "You are still signed in.");
    visitor.page().navigate("/");
    visitor.sees("#heading", "Library");
  }

  /** Who signs in meanwhile is told beside the form, which keeps the name. */
  private void theFormSaysSo() {
    try (Browser browser = Browser.open();
        Visitor visitor = new Visitor(browser, cluster.web(0).uri())) {
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

  @Test
  void whoStartsBeforeTheDatabaseBecomesReadyByThemselves() {
    List<SealcastServer> early = List.of(cluster.web(0), cluster.processors().get(0));
    early.forEach(SealcastServer::kill);
    installation.order("stop database");
    early.forEach(SealcastServer::begin);
    early.forEach(DatabaseFaultIT::awaitThatItWaits);
    assertThat(early).noneMatch(SealcastServer::isReady);
    installation.order("start database");
    long started = System.nanoTime();
    early.forEach(SealcastServer::awaitReady);
    double ready = Measured.secondsSince(started);
    awaitAnswer();
    Measured.tell("database came after the application: ready %.1f s after it", ready);
    assertThat(ready).isLessThan(30);
  }

  private static void awaitThatItWaits(SealcastServer server) {
    Awaitility.await("that " + server.log() + " says so")
        .atMost(Duration.ofMinutes(3))
        .until(() -> says(server, "Waiting for the database"));
  }

  private static boolean says(SealcastServer server, String words) throws IOException {
    return Files.readString(server.log()).contains(words);
  }
}
