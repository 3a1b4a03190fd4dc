package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that nothing is left of a made piece when the job of its video ends, in whatever way. */
@Tag("long")
class PieceEndsIT {
  private static final String KEY = "a key of pieces";
  private static final SealcastServer SERVER = SealcastServer.shared();
  private static final String ADD =
      "insert into piece_step (step_id, video_id, width, height, frame_rate, origin, length,"
          + " picture_length, piece_number, from_seconds, object_id, size_bytes, iv, created_at)"
          + " values (gen_random_uuid(), ?, 1280, 720, '25', 0, 30, 30, 7, 420, ?, 5, ?, now())";

  private final Api ann = Api.signUp(SERVER);

  private long uploadUntilItIsInWork() {
    long video = ann.upload(TestVideos.slow(30), KEY);
    await(() -> ann.video(video).getString("status").equals("processing"));
    return video;
  }

  /** Adds a piece as if another processor had made it. */
  private static Path addPiece(long video) throws IOException, SQLException {
    UUID object = UUID.randomUUID();
    Path file =
        SERVER.installation().storage().resolve("videos/" + video + "/" + object + ".sealed");
    Files.writeString(file, "piece");
    try (Connection database = SERVER.installation().database();
        PreparedStatement insert = database.prepareStatement(ADD)) {
      insert.setLong(1, video);
      insert.setObject(2, object);
      insert.setBytes(3, new byte[16]);
      insert.executeUpdate();
    }
    return file;
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(condition);
  }

  private static int rows(String table, long video) throws SQLException {
    try (Connection database = SERVER.installation().database();
        PreparedStatement select =
            database.prepareStatement("select count(*) from " + table + " where video_id = ?")) {
      select.setLong(1, video);
      try (ResultSet count = select.executeQuery()) {
        count.next();
        return count.getInt(1);
      }
    }
  }

  private static void leavesNothing(long video, Path file) throws SQLException {
    await(() -> !Files.exists(file));
    await(() -> rows("object_deletion", video) == 0);
    assertThat(rows("piece_step", video)).isZero();
  }

  @Test
  void ofAProcessedVideo() throws IOException, SQLException {
    long video = uploadUntilItIsInWork();
    Path file = addPiece(video);
    ann.awaitStatus(video, "processed");
    assertThat(rows("piece_step", video)).isZero();
    leavesNothing(video, file);
  }

  @Test
  void ofACancelledVideo() throws IOException, SQLException {
    long video = uploadUntilItIsInWork();
    Path file = addPiece(video);
    assertThat(ann.post("/api/videos/" + video + "/cancel", "").statusCode()).isEqualTo(200);
    assertThat(rows("piece_step", video)).isZero();
    leavesNothing(video, file);
  }

  @Test
  void ofADeletedVideo() throws IOException, SQLException {
    long video = uploadUntilItIsInWork();
    Path file = addPiece(video);
    assertThat(ann.delete("/api/videos/" + video).statusCode()).isEqualTo(204);
    leavesNothing(video, file);
  }

  @Test
  void ofAJobThatAnEarlierVersionHasEnded() throws IOException, SQLException {
    long video = ann.uploadProcessed(TestVideos.mp4(12), KEY);
    Path file = addPiece(video);
    leavesNothing(video, file);
    assertThat(ann.video(video).getString("status")).isEqualTo("processed");
  }
}
