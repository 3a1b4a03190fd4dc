package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that smaller renditions are made once, whatever happens to their processor. */
@Tag("long")
class LadderFaultIT {
  private static final String KEY = "a key of broken ladders";

  private static Installation installation;
  private static SealcastServer server;
  private static Api ann;

  @BeforeAll
  static void start() {
    installation = Installation.start("ladder-fault");
    server =
        SealcastServer.in(installation)
            .name("ladder-fault")
            .env("SEALCAST_FFMPEG_THREADS", "1")
            .env("SEALCAST_PROCESSING_RETRY_AFTER", "PT1S,PT2S")
            .start();
    ann = Api.signUp(server);
  }

  @AfterAll
  static void stop() {
    server.close();
    installation.close();
  }

  private static long uploadUntilTheSecondStep() throws SQLException {
    long video = ann.uploadProcessed(TestVideos.detailed(90), KEY);
    await(() -> number("select count(*) from ladder_step where video_id = " + video) == 2);
    await(() -> number("select count(*) from ladder_step where worker is not null") == 1);
    return video;
  }

  private static void hasItsLadderOnce(long video) throws IOException, SQLException {
    await(() -> number("select count(*) from job_key where video_id = " + video) == 0);
    assertThat(number("select count(*) from ladder_step where video_id = " + video)).isZero();
    List<String> renditions =
        ann.video(video).getJsonArray("renditions").getValuesAs(JsonObject.class).stream()
            .map(rendition -> rendition.getString("object"))
            .toList();
    assertThat(renditions).containsExactly("720p.mp4", "480p.mp4", "360p.mp4", "240p.mp4");
    for (String object : renditions) {
      assertThat(StoredRendition.read(installation.storage(), video, object, KEY)).isNotEmpty();
    }
    await(
        () ->
            sealed(video) == number("select count(*) from media_object where video_id = " + video));
  }

  @Test
  void aProcessorThatIsKilledLosesTheStepItWorksOnAndNoOther() throws Exception {
    long video = uploadUntilTheSecondStep();
    JsonObject first = ann.video(video).getJsonArray("renditions").getJsonObject(1);
    assertThat(first.getString("object")).isEqualTo("240p.mp4");
    byte[] before = StoredRendition.read(installation.storage(), video, "240p.mp4", KEY);

    server.kill();
    server.startAgain();

    hasItsLadderOnce(video);
    assertThat(StoredRendition.read(installation.storage(), video, "240p.mp4", KEY))
        .isEqualTo(before);
  }

  @Test
  void aStepWhoseFfmpegIsKilledIsRepeated() throws Exception {
    long video = uploadUntilTheSecondStep();
    await(() -> server.killMediaTools() > 0);
    hasItsLadderOnce(video);
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(100))
        .until(condition);
  }

  private static int number(String query) throws SQLException {
    try (Connection database = installation.database();
        Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    }
  }

  private static int sealed(long video) throws IOException {
    try (Stream<Path> files = Files.walk(installation.storage())) {
      return (int)
          files
              .filter(file -> file.toString().contains("/" + video + "/"))
              .filter(file -> file.toString().endsWith(".sealed"))
              .count();
    }
  }
}
