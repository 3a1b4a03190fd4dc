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
import java.util.ArrayList;
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

  /** Uploads a video whose renditions have two parts each, and waits for three of the six. */
  private static long uploadUntilTheMiddle() throws SQLException {
    long video = ann.uploadProcessed(TestVideos.detailed(90), KEY);
    await(() -> number("select count(*) from ladder_step where video_id = " + video) == 3);
    await(() -> number("select count(*) from ladder_step where worker is not null") == 1);
    return video;
  }

  private static List<String> names(long video) {
    return ann.video(video).getJsonArray("renditions").getValuesAs(JsonObject.class).stream()
        .map(rendition -> rendition.getString("object"))
        .toList();
  }

  private static void hasOnce(long video, String... renditions) throws IOException, SQLException {
    await(() -> number("select count(*) from job_key where video_id = " + video) == 0);
    assertThat(number("select count(*) from ladder_step where video_id = " + video)).isZero();
    assertThat(names(video)).containsExactly(renditions);
    for (String object : renditions) {
      assertThat(StoredRendition.read(installation.storage(), video, object, KEY)).isNotEmpty();
    }
    await(
        () ->
            sealed(video) == number("select count(*) from media_object where video_id = " + video));
  }

  private static List<String> smallParts(long video) throws SQLException {
    return texts(
        "select object_id from media_object where part_of in ('240p.mp4', '360p.mp4')"
            + " and video_id = "
            + video);
  }

  @Test
  void aProcessorThatIsKilledLosesThePartItWorksOnAndNoOther() throws Exception {
    long video = uploadUntilTheMiddle();
    assertThat(names(video)).containsExactly("720p.mp4", "240p.mp4");
    List<String> before = smallParts(video);
    assertThat(before).hasSize(3);

    server.kill();
    server.startAgain();

    hasOnce(video, "720p.mp4", "480p.mp4", "360p.mp4", "240p.mp4");
    assertThat(smallParts(video)).hasSize(4).containsAll(before);
  }

  @Test
  void aStepWhoseFfmpegIsKilledIsRepeated() throws Exception {
    long video = uploadUntilTheMiddle();
    await(() -> server.killMediaTools() > 0);
    hasOnce(video, "720p.mp4", "480p.mp4", "360p.mp4", "240p.mp4");
  }

  /** As if another processor with another ffmpeg had made the first part. */
  @Test
  void aRenditionWhosePartsDoNotFitIsRemovedAndNoOther() throws Exception {
    long video = uploadUntilTheMiddle();
    assertThat(
            update(
                "update ladder_step set init_digest = '%s' where height = 360 and video_id = %d"
                    .formatted("0".repeat(64), video)))
        .isOne();
    hasOnce(video, "720p.mp4", "480p.mp4", "240p.mp4");
  }

  /** One that is made of the source as a whole. */
  @Test
  void aLargerRenditionIsMadeAnewByTheNextProcessor() throws Exception {
    long video = ann.uploadProcessed(TestVideos.hevc(40, "2560x320"), KEY);
    String step = "select count(*) from ladder_step where segment_count = 0 and worker is not null";
    await(() -> number(step + " and video_id = " + video) == 1);

    server.kill();
    server.startAgain();

    hasOnce(video, "240p.mp4", "320p.mp4");
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

  private static List<String> texts(String query) throws SQLException {
    try (Connection database = installation.database();
        Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (result.next()) {
        texts.add(result.getString(1));
      }
      return texts;
    }
  }

  private static int update(String command) throws SQLException {
    try (Connection database = installation.database();
        Statement statement = database.createStatement()) {
      return statement.executeUpdate(command);
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
