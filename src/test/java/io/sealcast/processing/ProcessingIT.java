package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.it.Api;
import io.sealcast.it.Installation;
import io.sealcast.it.SealcastServer;
import io.sealcast.it.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProcessingIT {
  private static final String KEY = "a key for tests";
  private static Installation installation;
  private static SealcastServer server;
  private static Api user;

  @BeforeAll
  static void start() {
    installation = Installation.start("processing");
    server = SealcastServer.in(installation).name("processing").start();
    user = Api.signUp(server);
  }

  @AfterAll
  static void stop() {
    server.close();
    installation.close();
  }

  @Test
  void preparesAnUploadedVideo() throws IOException {
    long id = user.uploadProcessed(TestVideos.mp4(12), KEY);

    JsonObject video = user.video(id);
    assertThat(video.getInt("progress")).isEqualTo(100);
    assertThat(video.getJsonNumber("duration_seconds").doubleValue()).isCloseTo(12, within(0.3));
    assertThat(video.getInt("width")).isEqualTo(320);
    assertThat(video.getInt("height")).isEqualTo(180);
    JsonObject rendition = video.getJsonArray("renditions").getJsonObject(0);
    assertThat(rendition.getString("object")).isEqualTo("180p.mp4");
    assertThat(rendition.getString("codecs")).matches("avc1\\.[0-9a-f]{6},mp4a\\.40\\.2");
    // source, rendition, poster
    assertThat(sealed(id)).hasSize(3);
  }

  @Test
  void saysWhyAFileIsNoVideo() throws IOException {
    assertThat(failureOf(TestVideos.sound(3))).isEqualTo("no_video_stream");
    Path text = Files.writeString(Path.of("target", "letter.mp4"), "Dear Ann, ".repeat(1000));
    assertThat(failureOf(text)).isEqualTo("not_a_video");
    byte[] whole = Files.readAllBytes(TestVideos.mp4(12));
    Path cut = Path.of("target", "cut.mp4");
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(failureOf(cut)).isEqualTo("truncated_video");
  }

  private String failureOf(Path file) throws IOException {
    long id = user.upload(file, KEY);
    JsonObject failure = user.awaitStatus(id, "failed").getJsonObject("failure");
    assertThat(failure.getString("message")).isNotBlank();
    // the source stays
    assertThat(sealed(id)).hasSize(1);
    return failure.getString("code");
  }

  @Test
  void endsAJobOnceAlthoughItsProcessorWasKilled() throws Exception {
    long id = user.upload(slow(), KEY);
    awaitWork(id);

    server.kill();
    server.startAgain();

    user.awaitStatus(id, "processed");
    assertThat(attempts(id)).isEqualTo(2);
    Awaitility.await("leftovers of the first attempt are deleted")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(sealed(id)).hasSize(3));
  }

  @Test
  void takesNewTitlesWhileProgressIsReported() throws IOException {
    long id = user.upload(slow(), KEY);
    awaitWork(id);

    for (int i = 1; i <= 50; i++) {
      HttpResponse<String> answer =
          user.patch("/api/videos/" + id, "{\"title\":\"title " + i + "\"}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    assertThat(user.video(id).getString("title")).isEqualTo("title 50");
    assertThat(user.video(id).getString("status")).isEqualTo("processing");
    assertThat(user.delete("/api/videos/" + id).statusCode()).isEqualTo(204);
  }

  @Test
  void leavesNothingOfAVideoThatIsDeletedMeanwhile() throws IOException {
    long id = user.upload(slow(), KEY);
    awaitWork(id);

    assertThat(user.delete("/api/videos/" + id).statusCode()).isEqualTo(204);

    Awaitility.await("nothing is left, and stays so")
        .atMost(Duration.ofSeconds(30))
        .during(Duration.ofSeconds(3))
        .until(() -> sealed(id).isEmpty());
    // and the place is free again
    user.uploadProcessed(TestVideos.mp4(2), KEY);
  }

  private static Path slow() {
    return TestVideos.make(
        "slow.avi",
        List.of(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=1280x720:rate=25:duration=40",
            "-c:v",
            "mjpeg",
            "-q:v",
            "8"));
  }

  private static void awaitWork(long id) {
    Awaitility.await("the job is under way")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> user.video(id).getInt("progress") >= 5);
    assertThat(user.video(id).getString("status")).isEqualTo("processing");
  }

  private static List<Path> sealed(long id) throws IOException {
    Path directory = installation.storage().resolve("videos").resolve(Long.toString(id));
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".sealed")).toList();
    }
  }

  private static int attempts(long id) throws SQLException {
    try (Connection database = installation.database();
        PreparedStatement query =
            database.prepareStatement("select attempts from video_file where id = ?")) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
