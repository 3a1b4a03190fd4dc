package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the smaller renditions that a processed video gets. */
class LadderIT {
  private static final String KEY = "a key of ladders";
  private static final SealcastServer SERVER = SealcastServer.shared();

  @Test
  void aProcessedVideoGetsSmallerRenditionsAndTheKeyOfItsJobIsErasedThen()
      throws IOException, SQLException {
    Api ann = Api.signUp(SERVER);
    long video = ann.uploadProcessed(TestVideos.mp4(12, "854x480"), KEY);
    assertThat(names(ann.video(video))).as("what is played first").startsWith("480p");
    JsonObject early = ann.stream(video, KEY);

    await(() -> names(ann.video(video)).equals(List.of("480p", "360p", "240p")));
    await(() -> rows("job_key", video) == 0);
    assertThat(rows("ladder_step", video)).isZero();
    assertThat(rows("object_deletion", video)).isZero();
    assertThat(secrets()).noneMatch(name -> name.startsWith(video + "."));
    assertThat(ann.video(video).getString("status")).isEqualTo("processed");

    JsonObject stream = ann.stream(video, KEY);
    for (String object : List.of("240p.mp4", "360p.mp4")) {
      byte[] stored = StoredRendition.read(SERVER.installation().storage(), video, object, KEY);
      assertThat(ann.getBytes(media(stream, object)).body()).isEqualTo(stored);
      assertThat(ann.getBytes(media(early, object)).statusCode())
          .as("of a session that was opened before")
          .isIn(200, 404);
    }
    JsonObject smallest = ann.video(video).getJsonArray("renditions").getJsonObject(2);
    assertThat(smallest.getInt("width")).isEqualTo(426);
    assertThat(smallest.getInt("height")).isEqualTo(240);
    assertThat(smallest.getString("codecs")).startsWith("avc1.");
    assertThat(smallest.getInt("bitrate")).isBetween(20_000, 500_000);
  }

  @Test
  @Tag("long")
  void aVideoThatIsDeletedMeanwhileLeavesNothing() throws IOException, SQLException {
    Api ann = Api.signUp(SERVER);
    long video = ann.uploadProcessed(TestVideos.mp4(30, "1280x720"), KEY);
    assertThat(rows("ladder_step", video)).as("the ladder of the video").isPositive();
    assertThat(ann.delete("/api/videos/" + video).statusCode()).isEqualTo(204);

    await(
        () ->
            rows("ladder_step", video) + rows("job_key", video) + rows("object_deletion", video)
                == 0);
    await(() -> !Files.exists(SERVER.installation().storage().resolve(Long.toString(video))));
  }

  private static String media(JsonObject stream, String object) {
    String url = stream.getString("media_url");
    return url.substring(0, url.lastIndexOf('/') + 1) + object;
  }

  private static List<String> names(JsonObject video) {
    return video.getJsonArray("renditions").getValuesAs(JsonObject.class).stream()
        .map(rendition -> rendition.getString("name"))
        .toList();
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(90)).until(condition);
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

  private static List<String> secrets() throws IOException {
    Path directory = SERVER.installation().storage().resolve("jobs");
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
