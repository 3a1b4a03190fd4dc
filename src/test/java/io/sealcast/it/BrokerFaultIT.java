package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The broker is away for twenty seconds, while somebody watches and others come and go. */
@Tag("long")
class BrokerFaultIT {
  /** Between its stop and its start, which take some seconds more. */
  private static final double AWAY_SECONDS = 20;

  private final Cluster cluster = Cluster.shared(1);
  private final Api ann = cluster.ann();
  private final PromptCalls calls = new PromptCalls(5);

  @Test
  void streamsPauseAndGoOnAndAllElseIsAnsweredSoon() throws InterruptedException {
    JsonObject stream = cluster.open();
    try (Watcher watcher = Watcher.begin(cluster.bytes(), 4 << 20, cluster.socket(0, stream))) {
      watcher.awaitMore(8 << 20);
      watcher.mark();
      long stopping = System.nanoTime();
      cluster.installation().order("stop broker");
      long stopped = System.nanoTime();
      long uploaded;
      try {
        uploaded = upload();
        while (Measured.secondsSince(stopped) < AWAY_SECONDS) {
          visit(uploaded);
          TimeUnit.SECONDS.sleep(1); // somebody comes every second
        }
        aTopicOfOnesOwnIsRefused();
      } finally {
        cluster.installation().order("start broker"); // others share it
      }
      long started = System.nanoTime();
      double away = (started - stopping) / 1e9;
      watcher.awaitMore(1 << 20);
      double first = Measured.secondsSince(started);
      watcher.awaitMore(24 << 20);
      ann.awaitStatus(uploaded, "processed");
      Measured.tell(
          "broker away for %.1f s, with its stop and its start: no bytes came for %.1f s at most, the"
              + " first MiB %.1f s after its return; the upload of that time was processed %.1f s"
              + " after it; answers took at most: %s",
          away, watcher.longestGap(), first, Measured.secondsSince(started), calls);
      assertThat(first).isLessThan(15);
    }
  }

  /** What is uploaded meanwhile is kept; its job follows. */
  private long upload() {
    HttpResponse<String> answer =
        calls.make("upload", () -> ann.tryUpload(TestVideos.mp4(20), Cluster.KEY, null));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(Api.json(answer).getString("status")).isEqualTo("uploaded");
    return Api.json(answer).getJsonNumber("file_id").longValue();
  }

  private void visit(long uploaded) {
    for (String path : new String[] {"/", "/sign-in", "/watch?v=" + uploaded, "/api/videos"}) {
      assertThat(calls.make(path.replaceFirst("\\?.*", ""), () -> ann.get(path)).statusCode())
          .as(path)
          .isEqualTo(200);
    }
    assertThat(ann.video(uploaded).getString("status")).isEqualTo("uploaded");
    String key = "{\"encryption_key\":\"" + Cluster.KEY + "\"}";
    HttpResponse<String> opened =
        calls.make("POST /api/stream", () -> ann.post("/api/stream/" + cluster.video(), key));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(202);
    String session =
        "/api/stream/" + cluster.video() + "/" + Api.json(opened).getString("request_id");
    assertThat(calls.make("DELETE /api/stream", () -> ann.delete(session)).statusCode())
        .isEqualTo(204);
    assertThat(calls.make("/health/live", () -> ann.get("/health/live")).statusCode())
        .as("no reason to restart the instance")
        .isEqualTo(200);
  }

  /** Who wants a topic of his own is told soon that there can't be one. */
  private void aTopicOfOnesOwnIsRefused() {
    String body = "{\"encryption_key\":\"" + Cluster.KEY + "\",\"delivery\":\"topic\"}";
    long start = System.nanoTime();
    HttpResponse<String> refused = ann.post("/api/stream/" + cluster.video(), body);
    Problem.check(refused, 503, "messaging_unavailable");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(Measured.secondsSince(start)).isLessThan(15);
  }
}
