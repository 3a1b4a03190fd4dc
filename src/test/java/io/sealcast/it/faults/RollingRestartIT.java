package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.HttpLink;
import io.sealcast.it.client.RangeLink;
import io.sealcast.it.client.SocketLink;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.client.Watcher;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests a rolling restart of two instances with both roles. */
@Tag("long")
class RollingRestartIT {
  private static final String KEY = "a key that outlives a restart";
  private static final int MIB = 1 << 20;

  /** Number of viewers, enough that the stopped processor serves some of them. */
  private static final int VIEWERS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static Installation installation;
  private static Admin admin;
  private static SealcastServer first;
  private static SealcastServer second;
  private static Api ann;
  private static long video;
  private static String object;
  private static byte[] truth;

  @BeforeAll
  static void start() {
    installation = Installation.start("rolling");
    admin = Admin.create(Map.of("bootstrap.servers", installation.bootstrap()));
    first = server("app-1");
    second = server("app-2");
    ann = Api.signUp(first);
    video = ann.uploadProcessed(TestVideos.large(24), KEY);
    object = ann.video(video).getJsonArray("renditions").getJsonObject(0).getString("object");
    truth = StoredRendition.read(installation.storage(), video, object, KEY);
  }

  @AfterEach
  void startWhatWasStopped() {
    List<SealcastServer> stopped =
        Stream.of(first, second).filter(server -> !server.isAlive()).toList();
    stopped.forEach(SealcastServer::begin);
    stopped.forEach(SealcastServer::awaitReady);
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
    admin.close();
    installation.close();
  }

  @Test
  void viewersGoOnAtTheOtherInstanceAtOnce() {
    Viewer idle =
        Viewer.open(
            first, ann, ann.stream(video, KEY).getString("websocket_url"), "sealcast.range.v1");
    List<Watcher> audience = Stream.generate(RollingRestartIT::watch).limit(VIEWERS).toList();
    try {
      audience.forEach(viewer -> viewer.awaitMore(2 * MIB));
      audience.forEach(Watcher::mark);
      long begin = System.nanoTime();
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(first::stop);
      assertThat(idle.take()).as("close code").isEqualTo(1001);
      double sentAway = Measurement.secondsSince(begin);
      stopping.join();
      double ended = Measurement.secondsSince(begin);
      double stopped = longestGap(audience);
      double askedAgain = Scrape.of(second).value("sealcast_chunks_asked_again_total");
      first.startAgain();
      double started = longestGap(audience);
      second.stop();
      double otherStopped = longestGap(audience);
      Measurement.report(
          "%d viewers were sent away %.2f s after SIGTERM; the instance had ended after %.1f s. No"
              + " bytes came to one of them for %.2f s at most, %.0f chunks were asked for again; when"
              + " it started again, for %.2f s; when the other was stopped, for %.2f s",
          VIEWERS, sentAway, ended, stopped, askedAgain, started, otherStopped);
      assertThat(sentAway).isLessThan(3);
      assertThat(List.of(stopped, started, otherStopped)).allMatch(gap -> gap < 3);
      assertThat(audience).extracting(Watcher::interruptions).containsOnly(2);
    } finally {
      audience.forEach(Watcher::close);
    }
  }

  private static Watcher watch() {
    JsonObject stream = ann.stream(video, KEY);
    return Watcher.begin(
        truth,
        4 * MIB,
        new SocketLink(first, ann, stream, object),
        new SocketLink(second, ann, stream, object));
  }

  /**
   * Returns the longest time in seconds for which any viewer received no byte since the last call.
   */
  private static double longestGap(List<Watcher> audience) {
    audience.forEach(viewer -> viewer.awaitMore(8 * MIB));
    double longest = audience.stream().mapToDouble(Watcher::longestGap).max().orElseThrow();
    audience.forEach(Watcher::mark);
    return longest;
  }

  @Test
  void nobodyKeepsItFromStopping() throws Exception {
    JsonObject stream = ann.stream(video, KEY);
    try (InputStream body =
        ann.send(ann.request(stream.getString("media_url")), BodyHandlers.ofInputStream()).body()) {
      assertThat(body.readNBytes(MIB)).isEqualTo(Arrays.copyOf(truth, MIB));
      long begin = System.nanoTime();
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(first::stop);
      await().atMost(PATIENCE).until(() -> readers() == 1);
      double left = Measurement.secondsSince(begin);
      await().atMost(PATIENCE).until(() -> !takesConnections(first));
      assertThatThrownBy(body::readAllBytes).as("a cut body").isInstanceOf(IOException.class);
      assertThat(Measurement.secondsSince(begin)).as("seconds until it breaks off").isLessThan(5);
      stopping.get(60, TimeUnit.SECONDS);
      double ended = Measurement.secondsSince(begin);
      Measurement.report(
          "instance stopped: it took no more range requests after %.2f s, had ended after %.1f s",
          left, ended);
      assertThat(left).as("seconds until its partitions go to the other").isLessThan(3);
      assertThat(ended).as("seconds until it has stopped").isLessThan(25);
    }
    try (RangeLink elsewhere = new HttpLink(second, ann, stream)) {
      byte[] rest = new byte[truth.length - MIB];
      ByteBuffer into = ByteBuffer.wrap(rest);
      elsewhere.read(MIB, truth.length - 1, into::put);
      assertThat(rest).isEqualTo(Arrays.copyOfRange(truth, MIB, truth.length));
    }
  }

  /** Returns the number of instances that read range requests. */
  private static int readers() throws ExecutionException, InterruptedException {
    String group = "sealcast-delivery";
    return admin
        .describeConsumerGroups(List.of(group))
        .describedGroups()
        .get(group)
        .get()
        .members()
        .size();
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
    JsonObject stream = ann.stream(video, KEY);
    assertThat(ann.getBytes(stream.getString("media_url")).body()).isEqualTo(truth);
  }
}
