package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.KnownVideo;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import io.sealcast.vault.StolenDisk;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Steals the disk of a host: all files of database, broker, storage and servers, and the service
 * key. It opens only the videos whose processing hasn't ended.
 */
@Tag("long")
class StolenDiskIT {
  private static final int VIDEOS = 5;

  @Test
  void opensNoVideoWhoseProcessingHasEnded() throws Exception {
    SealcastServer server = SealcastServer.shared();
    Installation installation = server.installation();
    Api ann = Api.signUp(server);
    long processed = ann.uploadProcessed(TestVideos.mp4(2), KnownVideo.KEY);
    long failed = ann.upload(TestVideos.sound(2), KnownVideo.KEY);
    ann.awaitStatus(failed, "failed");
    long deleted = ann.upload(TestVideos.avi(15), KnownVideo.KEY);
    cutOff(installation, deleted);
    assertThat(ann.delete("/api/videos/" + deleted).statusCode()).isEqualTo(204);
    long cutOff = ann.upload(TestVideos.avi(15), KnownVideo.KEY);
    cutOff(installation, cutOff);
    Set<Long> all = Set.of(processed, failed, deleted, cutOff);

    StolenDisk disk = steal(installation, server);

    assertThat(disk.sealedJobs()).as("keys that the attacker finds").containsAll(all);
    assertThat(opened(disk, all)).containsExactly(cutOff);
    assertThat(disk.decrypt(cutOff, 4)).isEqualTo(new byte[] {'R', 'I', 'F', 'F'});

    goOn(installation, cutOff);
    ann.awaitStatus(cutOff, "processed");
    assertThat(opened(steal(installation, server), all)).isEmpty();
    Measurement.report(
        "a stolen disk has the sealed keys of %d jobs; it opens the video that is being processed,"
            + " and none of them later",
        disk.sealedJobs().size());
  }

  /** All processes are killed while videos are processed. */
  @Test
  void opensOnlyWhatWasCutOffWhenAllWasKilled() throws Exception {
    Installation installation = Installation.start("stolen");
    try (SealcastServer server = SealcastServer.in(installation).name("stolen").start()) {
      Api ann = Api.signUp(server);
      List<Long> videos = new ArrayList<>();
      for (int i = 0; i < VIDEOS; i++) {
        videos.add(ann.upload(TestVideos.avi(15), KnownVideo.KEY));
      }
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> status(ann, videos.get(1)).equals("processed"));
      Set<Long> ended = new HashSet<>(videos);
      ended.removeIf(video -> !status(ann, video).equals("processed"));
      server.kill();
      installation.kill();

      StolenDisk disk = steal(installation, server);

      assertThat(disk.sealedJobs()).containsAll(videos);
      assertThat(disk.opened()).isNotEmpty().doesNotContainAnyElementsOf(ended);
      Measurement.report(
          "all killed, %d of %d videos processed: the stolen disk opens %d, none of them processed",
          ended.size(), VIDEOS, disk.opened().size());

      installation.startAgain();
      server.startAgain();
      videos.forEach(video -> ann.awaitStatus(video, "processed"));
      server.kill();
      installation.kill();
      assertThat(steal(installation, server).opened()).isEmpty();
    } finally {
      installation.close();
    }
  }

  @Test
  void opensNoVideoThatWasStreamed() throws Exception {
    SealcastServer server = SealcastServer.shared();
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.mp4(2), KnownVideo.KEY);
    for (int i = 0; i < 2; i++) {
      JsonObject stream = ann.stream(video, KnownVideo.KEY);
      assertThat(ann.getBytes(stream.getString("media_url")).statusCode()).isEqualTo(200);
      ann.get(stream.getString("events_url"));
    }
    StolenDisk disk = steal(server.installation(), server);
    assertThat(disk.sealedSessions()).contains(video);
    assertThat(disk.opened()).doesNotContain(video);
  }

  private static String status(Api owner, long video) {
    return owner.video(video).getString("status");
  }

  private static Set<Long> opened(StolenDisk disk, Set<Long> videos) {
    Set<Long> opened = new HashSet<>(disk.opened());
    opened.retainAll(videos);
    return opened;
  }

  private static StolenDisk steal(Installation installation, SealcastServer server)
      throws IOException {
    Path serviceKey = Path.of(installation.environment().get("SEALCAST_SERVICE_KEY_FILE"));
    return new StolenDisk(
        List.of(installation.directory(), server.home()), serviceKey, installation.storage());
  }

  /** Takes an unfinished video from its worker, and lets no other take it for an hour. */
  private static void cutOff(Installation installation, long video) throws SQLException {
    update(
        installation,
        "update video_file set worker = null, lease_until = null, not_before = now() + interval '1"
            + " hour' where status in ('uploaded', 'processing') and id = "
            + video);
  }

  private static void goOn(Installation installation, long video) throws SQLException {
    update(installation, "update video_file set not_before = null where id = " + video);
  }

  private static void update(Installation installation, String sql) throws SQLException {
    try (Connection database = installation.database();
        Statement statement = database.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }
}
