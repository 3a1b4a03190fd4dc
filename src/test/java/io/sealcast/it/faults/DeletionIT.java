package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.harness.Cluster;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.KnownVideo;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a deleted video can't be recovered, whatever fails during the deletion. */
@Tag("long")
class DeletionIT {
  private static final String RANGES = "sealcast.range.v1";
  private static final double SOON = 2;

  private final SealcastServer server = SealcastServer.shared();
  private final Installation installation = server.installation();

  @Test
  void openStreamsEndAndWhatWasSavedOpensNothing(@TempDir Path saved) throws IOException {
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.large(6), KnownVideo.KEY);
    String object = object(ann, video);
    byte[] truth = StoredRendition.read(installation.storage(), video, object, KnownVideo.KEY);
    List<Path> ciphertext = copy(installation.storage().resolve("videos/" + video), saved, video);
    JsonObject stream = ann.stream(video, KnownVideo.KEY);
    Viewer viewer = Viewer.open(server, ann, stream.getString("websocket_url"), RANGES);
    viewer.requestRange(1, object, 0, 1000);
    viewer.take();
    assertThat(viewer.takeJson().getString("op")).isEqualTo("end");

    long begin = System.nanoTime();
    assertThat(ann.delete("/api/videos/" + video).statusCode()).isEqualTo(204);
    awaitEnd(viewer);
    double ended = Measurement.secondsSince(begin);

    // two test runs share a machine
    assertThat(ended).as("seconds until the stream ended").isLessThan(2 * SOON);
    assertThat(ann.media(stream).statusCode()).isEqualTo(404);
    assertThat(filesOf(video)).as("files that are left").isEmpty();
    // the passphrase still opens a backup that includes the key file
    assertThat(StoredRendition.read(saved, video, object, KnownVideo.KEY)).isEqualTo(truth);
    Files.delete(saved.resolve("videos/" + video + "/keys.json"));
    assertThat(ciphertext).isNotEmpty();
    assertThatThrownBy(() -> StoredRendition.read(saved, video, object, KnownVideo.KEY))
        .hasRootCauseInstanceOf(java.nio.file.NoSuchFileException.class);
    Measurement.report("deleted: its open stream ended after %.2f s", ended);
  }

  /** The key file can't be erased at first. */
  @Test
  void isFinishedOnceTheStorageWorksAgain() throws IOException {
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.mp4(2), KnownVideo.KEY);
    Path keyFile = installation.storage().resolve("videos/" + video + "/keys.json");
    Path obstacle = keyFile.resolve("a-directory-is-no-file");
    Files.delete(keyFile);
    Files.createDirectories(obstacle);

    assertThat(ann.delete("/api/videos/" + video).statusCode()).isEqualTo(204);

    assertThat(ann.get("/api/videos/" + video).statusCode()).isEqualTo(404);
    assertThat(filesOf(video)).as("objects wait for the key file").isNotEmpty();
    Files.delete(obstacle);
    Files.delete(keyFile);
    Files.writeString(keyFile, "{}");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(filesOf(video)).isEmpty());
  }

  /** Two web instances stream the video, and the broker can't deliver the event. */
  @Test
  @Tag("long")
  void openStreamsEndOnAllInstancesWithAndWithoutTheBroker() {
    Cluster cluster = Cluster.shared();
    for (boolean broker : new boolean[] {true, false}) {
      Api ann = Api.signUp(cluster.web(0));
      long video = ann.uploadProcessed(TestVideos.large(6), KnownVideo.KEY);
      String object = object(ann, video);
      List<Viewer> viewers =
          Stream.of(0, 1)
              .map(
                  web -> {
                    JsonObject stream = ann.stream(video, KnownVideo.KEY);
                    Viewer viewer =
                        Viewer.open(
                            cluster.web(web), ann, stream.getString("websocket_url"), RANGES);
                    viewer.requestRange(1, object, 0, 1000);
                    viewer.take();
                    viewer.takeJson();
                    return viewer;
                  })
              .toList();
      if (!broker) {
        cluster.installation().order("stop broker");
      }
      try {
        long begin = System.nanoTime();
        assertThat(ann.delete("/api/videos/" + video).statusCode()).isEqualTo(204);
        viewers.forEach(DeletionIT::awaitEnd);
        double ended = Measurement.secondsSince(begin);
        Measurement.report(
            "deleted %s the broker: the streams of two instances had ended after %.2f s",
            broker ? "with" : "without", ended);
        assertThat(ended).isLessThan(SOON);
      } finally {
        if (!broker) {
          cluster.installation().order("start broker");
        }
      }
    }
  }

  /** Takes messages until the server has closed the WebSocket. */
  private static void awaitEnd(Viewer viewer) {
    Object message = viewer.take();
    while (!(message instanceof Integer)) {
      message = viewer.take();
    }
  }

  private static String object(Api owner, long video) {
    return owner.video(video).getJsonArray("renditions").getJsonObject(0).getString("object");
  }

  private List<Path> filesOf(long video) throws IOException {
    Path directory = installation.storage().resolve("videos/" + video);
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static List<Path> copy(Path from, Path to, long video) throws IOException {
    Path target = Files.createDirectories(to.resolve("videos/" + video));
    try (Stream<Path> files = Files.list(from)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
      return all;
    }
  }
}
