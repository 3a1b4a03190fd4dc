package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two instances of both roles, of which one after the other is stopped and started again. */
@Tag("long")
class RollingRestartIT {
  private static final String KEY = "a key that outlives a restart";
  private static final int MIB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static Installation installation;
  private static SealcastServer first;
  private static SealcastServer second;
  private static Api ann;
  private static long video;
  private static String object;
  private static byte[] truth;

  @BeforeAll
  static void start() {
    installation = Installation.start("rolling");
    first = server("app-1");
    second = server("app-2");
    ann = Api.signUp(first);
    video = ann.uploadProcessed(TestVideos.large(24), KEY);
    object = ann.video(video).getJsonArray("renditions").getJsonObject(0).getString("object");
    truth = StoredRendition.read(installation.storage(), video, object, KEY);
  }

  private static SealcastServer server(String name) {
    return SealcastServer.in(installation)
        .name(name)
        .env("SEALCAST_CACHE_MAX_BYTES", "0")
        .env("SEALCAST_TOPICS_ORPHANS_AFTER", "PT15S")
        .start();
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
    installation.close();
  }

  @Test
  void aViewerGoesOnAtTheOtherInstanceAtOnce() {
    JsonObject stream = ann.stream(video, KEY);
    Viewer idle = Viewer.open(first, ann, stream.getString("websocket_url"), "sealcast.range.v1");
    try (Watcher watcher =
        Watcher.begin(
            truth,
            4 * MIB,
            new SocketLink(first, ann, stream, object),
            new SocketLink(second, ann, stream, object))) {
      watcher.awaitMore(2 * MIB);
      watcher.mark();
      long begin = System.nanoTime();
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(first::stop);
      assertThat(idle.take()).as("close code").isEqualTo(1001);
      assertThat(secondsSince(begin)).as("seconds until viewers are sent away").isLessThan(3);
      stopping.join();
      watcher.awaitMore(8 * MIB);
      assertThat(watcher.interruptions()).isEqualTo(1);
      assertThat(watcher.longestGap()).as("seconds without a byte").isLessThan(3);
      first.startAgain();

      watcher.mark();
      second.stop();
      watcher.awaitMore(8 * MIB);
      assertThat(watcher.interruptions()).isEqualTo(2);
      assertThat(watcher.longestGap()).as("seconds without a byte").isLessThan(3);
      second.startAgain();
    }
  }

  @Test
  void nobodyKeepsItFromStopping() throws Exception {
    JsonObject stream = ann.stream(video, KEY);
    try (InputStream body =
        ann.send(ann.request(stream.getString("media_url")), BodyHandlers.ofInputStream()).body()) {
      assertThat(body.readNBytes(MIB)).isEqualTo(Arrays.copyOf(truth, MIB));
      long begin = System.nanoTime();
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(first::stop);
      await().atMost(PATIENCE).until(() -> !takesConnections(first));
      assertThatThrownBy(body::readAllBytes).as("a cut body").isInstanceOf(IOException.class);
      assertThat(secondsSince(begin)).as("seconds until it breaks off").isLessThan(5);
      stopping.get(60, TimeUnit.SECONDS);
      assertThat(secondsSince(begin)).as("seconds until it has stopped").isLessThan(25);
    } finally {
      first.startAgain();
    }
    try (RangeLink elsewhere = new HttpLink(second, ann, stream)) {
      byte[] rest = new byte[truth.length - MIB];
      ByteBuffer into = ByteBuffer.wrap(rest);
      elsewhere.read(MIB, truth.length - 1, into::put);
      assertThat(rest).isEqualTo(Arrays.copyOfRange(truth, MIB, truth.length));
    }
  }

  private static boolean takesConnections(SealcastServer server) throws IOException {
    try {
      new Socket("localhost", server.port()).close();
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  @Test
  void anInstanceThatStaysAwayLosesItsTopicAndGetsItBack() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", installation.bootstrap()))) {
      first.kill();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(admin.listTopics().names().get())
                      .doesNotContain("streaming-response-app-1")
                      .contains("streaming-response-app-2"));
      first.startAgain();
      assertThat(admin.listTopics().names().get()).contains("streaming-response-app-1");
    }
    JsonObject stream = ann.stream(video, KEY);
    assertThat(ann.getBytes(stream.getString("media_url")).body()).isEqualTo(truth);
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
