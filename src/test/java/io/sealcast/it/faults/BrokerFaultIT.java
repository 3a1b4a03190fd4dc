package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests an outage of the broker for 20 seconds during playback, sign-ins and uploads. */
@Tag("long")
class BrokerFaultIT {
  /** Seconds between the stop of the broker and its start, which take some additional seconds. */
  private static final double AWAY_SECONDS = 20;

  /**
   * Size of the video in MiB. It is larger than the part watched during the outage, since a
   * repeated part would come from the cache.
   */
  private static final int MEBIBYTES = 48;

  private final SealcastServer server = SealcastServer.shared();
  private final Installation installation = server.installation();
  private final Api ann = Api.signUp(server);
  private final TimedCalls calls = new TimedCalls(5);

  @Test
  void streamsPauseAndGoOnAndAllElseIsAnsweredSoon() throws InterruptedException {
    KnownVideo video = KnownVideo.upload(ann, installation.storage(), MEBIBYTES);
    JsonObject stream = video.open();
    try (Watcher watcher = Watcher.begin(video.bytes(), 4 << 20, video.socket(server, stream))) {
      watcher.awaitMore(8 << 20);
      watcher.mark();
      long stopping = System.nanoTime();
      installation.order("stop broker");
      long stopped = System.nanoTime();
      long uploaded;
      try {
        uploaded = upload();
        while (Measurement.secondsSince(stopped) < AWAY_SECONDS) {
          visit(video, uploaded);
          TimeUnit.SECONDS.sleep(1); // one visitor per second
        }
        aTopicOfOnesOwnIsRefused(video);
      } finally {
        installation.order("start broker"); // other tests share the installation
      }
      long started = System.nanoTime();
      double away = (started - stopping) / 1e9;
      watcher.awaitMore(1 << 20);
      double first = Measurement.secondsSince(started);
      watcher.awaitMore(24 << 20);
      ann.awaitStatus(uploaded, "processed");
      Measurement.report(
          "broker away for %.1f s, with its stop and its start: no bytes came for %.1f s at most, the"
              + " first MiB %.1f s after its return; the upload of that time was processed %.1f s"
              + " after it; answers took at most: %s",
          away, watcher.longestGap(), first, Measurement.secondsSince(started), calls);
      assertThat(first).isLessThan(15);
    }
  }

  /** Uploads a video during the outage. The video is stored, and its job is sent later. */
  private long upload() {
    HttpResponse<String> answer =
        calls.make("upload", () -> ann.tryUpload(TestVideos.mp4(20), KnownVideo.KEY, null));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(Api.json(answer).getString("status")).isEqualTo("uploaded");
    return Api.json(answer).getJsonNumber("file_id").longValue();
  }

  private void visit(KnownVideo video, long uploaded) {
    for (String path : new String[] {"/", "/sign-in", "/watch?v=" + uploaded, "/api/videos"}) {
      assertThat(calls.make(path.replaceFirst("\\?.*", ""), () -> ann.get(path)).statusCode())
          .as(path)
          .isEqualTo(200);
    }
    assertThat(ann.video(uploaded).getString("status")).isEqualTo("uploaded");
    String key = "{\"encryption_key\":\"" + KnownVideo.KEY + "\"}";
    HttpResponse<String> opened =
        calls.make("POST /api/stream", () -> ann.post("/api/stream/" + video.id(), key));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(202);
    String session = "/api/stream/" + video.id() + "/" + Api.json(opened).getString("request_id");
    assertThat(calls.make("DELETE /api/stream", () -> ann.delete(session)).statusCode())
        .isEqualTo(204);
    assertThat(calls.make("/health/live", () -> ann.get("/health/live")).statusCode())
        .as("no reason to restart the instance")
        .isEqualTo(200);
  }

  /** A request for a session topic fails quickly. */
  private void aTopicOfOnesOwnIsRefused(KnownVideo video) {
    String body = "{\"encryption_key\":\"" + KnownVideo.KEY + "\",\"delivery\":\"topic\"}";
    long start = System.nanoTime();
    HttpResponse<String> refused = ann.post("/api/stream/" + video.id(), body);
    Problem.check(refused, 503, "messaging_unavailable");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(Measurement.secondsSince(start)).isLessThan(15);
  }
}
