package io.sealcast.it.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.HttpLink;
import io.sealcast.it.client.RangeLink;
import io.sealcast.it.client.SocketLink;
import io.sealcast.it.client.Watcher;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import io.sealcast.it.harness.TopicRecords;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests an upgrade of web instances and processors one by one from an earlier version, of which
 * {@code -Dsealcast.previous} names a checkout that {@code mvn package} was run in.
 */
@Tag("long")
class RollingUpgradeIT {
  private static final String KEY = "a key that outlives an upgrade";
  private static final int MIB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void streamsAndJobsGoOn() throws Exception {
    String previous = System.getProperty("sealcast.previous");
    assumeTrue(previous != null, "skipped: -Dsealcast.previous names no earlier version");
    Path earlier = Path.of(previous);
    assertThat(Files.exists(earlier.resolve("target/sealcast.war"))).as("a built WAR").isTrue();
    try (Installation installation = Installation.start("upgrade");
        SealcastServer web = server(installation, "web-1", "web").version(earlier).begin();
        SealcastServer processor =
            server(installation, "processor-1", "processor").version(earlier).begin()) {
      web.awaitReady();
      processor.awaitReady();
      upgrade(installation, web, processor);
    }
  }

  private static SealcastServer.Builder server(
      Installation installation, String name, String role) {
    return SealcastServer.in(installation)
        .name(name)
        .roles(role)
        .env("SEALCAST_CACHE_MAX_BYTES", "0");
  }

  @SuppressWarnings("try") // the viewer leaves before the instance that he watches at
  private static void upgrade(
      Installation installation, SealcastServer web, SealcastServer processor) throws Exception {
    Api ann = Api.signUp(web);
    long video = ann.uploadProcessed(TestVideos.large(24), KEY);
    String object =
        ann.video(video).getJsonArray("renditions").getJsonObject(0).getString("object");
    byte[] truth = StoredRendition.read(installation.storage(), video, object, KEY);
    JsonObject stream = ann.stream(video, KEY);
    try (Watcher viewer = Watcher.begin(truth, 4 * MIB, new SocketLink(web, ann, stream, object))) {
      viewer.awaitMore(4 * MIB);
      viewer.mark();
      try (SealcastServer newProcessor = server(installation, "processor-2", "processor").start()) {
        viewer.awaitMore(8 * MIB);
        Measurement.report("gap when a newer processor came: %.2f s", viewer.longestGap());
        ann.uploadProcessed(TestVideos.mp4(2), KEY);
        viewer.mark();
        processor.stop();
        viewer.awaitMore(8 * MIB);
        Measurement.report("gap when the older one stopped: %.2f s", viewer.longestGap());
        long uploaded = ann.uploadProcessed(TestVideos.mp4(2), KEY);
        try (SealcastServer newWeb = server(installation, "web-2", "web").start()) {
          Api annThere = ann.on(newWeb);
          assertThat(annThere.media(annThere.stream(video, KEY)).body()).isEqualTo(truth);
          long newer = annThere.uploadProcessed(TestVideos.mp4(2), KEY);
          assertThat(ann.video(newer)).as("as the older one shows it").isNotNull();
          assertThat(annThere.media(annThere.stream(uploaded, KEY)).statusCode()).isEqualTo(200);
          assertThat(viewer.interruptions()).as("interruptions").isZero();
          viewer.close();
          web.stop();
          assertThat(rest(newWeb, ann, stream, truth.length)).as("a stream of before").isTrue();
          await().atMost(PATIENCE).until(() -> jobsWithKeys(installation) == 0);
        }
      }
    }
  }

  /** Whether a session that an older instance has opened delivers at a newer one. */
  private static boolean rest(SealcastServer server, Api user, JsonObject stream, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (RangeLink link = new HttpLink(server, user, stream)) {
      link.read(0, length - 1, bytes::put);
    }
    return !bytes.hasRemaining();
  }

  /** Returns the number of jobs in the topic that contain a sealed data key, as they once did. */
  private static long jobsWithKeys(Installation installation) {
    return TopicRecords.in(installation.bootstrap(), "video-processing").stream()
        .filter(job -> job.value() != null)
        .filter(job -> Api.json(new String(job.value(), UTF_8)).containsKey("sealed_data_key"))
        .count();
  }
}
