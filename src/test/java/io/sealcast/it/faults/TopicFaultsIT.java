package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.client.Watcher;
import io.sealcast.it.harness.KnownVideo;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests changes and deletions of topics by an administrator during playback. */
@Tag("long")
class TopicFaultsIT {
  private static final String ANSWERS = "streaming-response-app";
  private static final String REQUESTS = "video-streaming";
  private static final String JOBS = "video-processing";
  private static final String LIMIT = "max.message.bytes";
  private static final String AS_IT_SHOULD_BE = "2097152";

  /**
   * Size of the video in MiB. It is larger than the watched part, since a repeated part would come
   * from the cache.
   */
  private static final int MEBIBYTES = 32;

  private static final int MIB = 1 << 20;

  private static final SealcastServer SERVER = SealcastServer.shared();
  private static Admin admin;
  private static Api ann;

  @BeforeAll
  static void signUp() {
    admin = Admin.create(Map.of("bootstrap.servers", SERVER.installation().bootstrap()));
    ann = Api.signUp(SERVER);
  }

  /** Uploads a video, none of whose chunks is in the cache. */
  private static KnownVideo newVideo() {
    return KnownVideo.upload(ann, SERVER.installation().storage(), MEBIBYTES);
  }

  @AfterAll
  static void close() {
    admin.close();
  }

  @Test
  void whoeverAsksForAChunkThatDoesNotFitItsTopicIsToldSoAndItPlaysOnceTheTopicIsMended()
      throws Exception {
    KnownVideo video = newVideo();
    JsonObject stream = video.open();
    int last = video.bytes().length - 1;
    Viewer viewer =
        Viewer.open(SERVER, ann, stream.getString("websocket_url"), "sealcast.range.v1");
    try (Watcher watcher = Watcher.begin(video.bytes(), 2 * MIB, video.socket(SERVER, stream))) {
      watcher.awaitMore(3 * MIB);
      set(ANSWERS, LIMIT, "100000");
      try {
        double http = within5Seconds(() -> httpIsRefused(stream, last));
        double socket = within5Seconds(() -> socketIsRefused(viewer, video.object(), last));
        double events = within5Seconds(() -> eventsAreRefused(stream, video.object(), last));
        double ready = awaitReadiness(503);
        HttpResponse<String> health = ann.get("/health/ready");
        assertThat(health.body()).contains(ANSWERS, LIMIT);
        // the rejection is known first; the value is read from the broker later
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(
                () -> assertThat(ann.get("/health/ready").body()).contains(LIMIT, "100000"));
        assertThat(ann.get("/health/live").statusCode())
            .as("a restart mends nothing")
            .isEqualTo(200);
        assertThat(Files.readString(SERVER.log()))
            .containsPattern("(?m)^.* W .*" + ANSWERS + ".*" + LIMIT.replace(".", "[.]"));
        Measurement.report(
            "topic too small for a chunk: reason by HTTP after %.1f s, WebSocket %.1f s, SSE %.1f s;"
                + " not ready after %.1f s more",
            http, socket, events, ready);
      } finally {
        set(ANSWERS, LIMIT, AS_IT_SHOULD_BE);
      }
      long mended = System.nanoTime();
      watcher.awaitMore(8 * MIB);
      double played = Measurement.secondsSince(mended);
      double ready = awaitReadiness(200);
      viewer.requestRange(2, video.object(), last, last);
      assertThat(viewer.take()).as("the same socket").isInstanceOf(java.nio.ByteBuffer.class);
      assertThat(range(stream, last).statusCode()).isEqualTo(206);
      Measurement.report(
          "topic mended: 8 MiB more after %.1f s, ready %.1f s later", played, ready);
    } finally {
      viewer.abort();
    }
  }

  @Test
  void aJobThatDoesNotFitItsTopicWaitsAndHealthSaysSo() throws Exception {
    set(JOBS, LIMIT, "100");
    long waiting;
    try {
      waiting = ann.upload(TestVideos.mp4(2), KnownVideo.KEY);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> {
                HttpResponse<String> health = ann.get("/health/ready");
                assertThat(health.statusCode()).as("it streams").isEqualTo(200);
                assertThat(health.body()).contains(JOBS, LIMIT);
              });
      assertThat(ann.video(waiting).getString("status")).isEqualTo("uploaded");
    } finally {
      set(JOBS, LIMIT, AS_IT_SHOULD_BE);
    }
    ann.awaitStatus(waiting, "processed");
  }

  @Test
  void nobodyNoticesThatTheRequestsGetMorePartitions() throws Exception {
    KnownVideo video = newVideo();
    JsonObject stream = video.open();
    try (Watcher watcher = Watcher.begin(video.bytes(), 4 * MIB, video.http(SERVER, stream))) {
      watcher.awaitMore(4 * MIB);
      watcher.mark();
      int more = partitions(REQUESTS) + 4;
      admin
          .createPartitions(Map.of(REQUESTS, NewPartitions.increaseTo(more)))
          .all()
          .get(10, TimeUnit.SECONDS);
      watcher.awaitMore(24 * MIB);
      assertThat(watcher.longestGap()).as("seconds without bytes").isLessThan(10);
      Measurement.report("%d partitions: no bytes for %.1f s at most", more, watcher.longestGap());
    }
  }

  @Test
  void streamsGoOnAfterATopicWasDeleted() throws Exception {
    for (String topic : List.of(REQUESTS, ANSWERS)) {
      KnownVideo video = newVideo();
      JsonObject stream = video.open();
      try (Watcher watcher = Watcher.begin(video.bytes(), 2 * MIB, video.socket(SERVER, stream))) {
        watcher.awaitMore(3 * MIB);
        watcher.mark();
        admin.deleteTopics(List.of(topic)).all().get(10, TimeUnit.SECONDS);
        // more bytes than can have been in flight at the deletion
        watcher.awaitMore(12 * MIB);
        assertThat(watcher.longestGap()).as("seconds without bytes").isLessThan(30);
        Measurement.report("%s deleted: no bytes for %.1f s", topic, watcher.longestGap());
      }
      awaitReadiness(200);
      assertThat(partitions(topic)).as("made anew").isPositive();
    }
  }

  private interface Check {
    void run() throws Exception;
  }

  private static double within5Seconds(Check check) throws Exception {
    long begin = System.nanoTime();
    check.run();
    double took = Measurement.secondsSince(begin);
    assertThat(took).isLessThan(5);
    return took;
  }

  private static void httpIsRefused(JsonObject stream, int at) {
    Problem.check(range(stream, at), 503, "messaging_unavailable");
  }

  private static void socketIsRefused(Viewer viewer, String object, int at) {
    viewer.requestRange(1, object, at, at);
    JsonObject error = viewer.takeJson();
    assertThat(error.getString("op")).isEqualTo("error");
    assertThat(error.getString("code")).isEqualTo("messaging_unavailable");
  }

  private static void eventsAreRefused(JsonObject stream, String object, int at) {
    String one = "?object=%s&from=%d&to=%d".formatted(object, at, at);
    HttpResponse<String> response = ann.get(stream.getString("events_url") + one);
    assertThat(response.body()).contains("\"type\":\"error\"", "\"messaging_unavailable\"");
  }

  private static HttpResponse<String> range(JsonObject stream, int at) {
    return ann.send(
        ann.request(stream.getString("media_url")).header("Range", "bytes=" + at + "-" + at),
        BodyHandlers.ofString());
  }

  private static double awaitReadiness(int status) {
    long begin = System.nanoTime();
    await("readiness " + status)
        .atMost(Duration.ofSeconds(20))
        .until(() -> ann.get("/health/ready").statusCode() == status);
    return Measurement.secondsSince(begin);
  }

  private static void set(String topic, String name, String value) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
        .all()
        .get(10, TimeUnit.SECONDS);
  }

  private static int partitions(String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get(10, TimeUnit.SECONDS)
        .get(topic)
        .partitions()
        .size();
  }
}
