package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the renditions of AV1 that a video gets where the operator wants them. */
@Tag("long")
class Av1LadderIT {
  private static final String KEY = "a key of ladders";

  private static Installation installation;
  private static SealcastServer server;

  @BeforeAll
  static void start() {
    installation = Installation.start("av1-ladder");
    server =
        SealcastServer.in(installation)
            .name("av1-ladder")
            .env("SEALCAST_LADDER_SHORT_SIDES", "240")
            .env("SEALCAST_LADDER_AV1_SHORT_SIDES", "480,240")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
    installation.close();
  }

  @Test
  void renditionsOfAv1FollowThoseOfH264() throws IOException {
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.mp4(12, "854x480"), KEY);

    await(() -> renditions(ann, video).size() == 2);
    assertThat(names(ann, video)).as("first").containsExactly("480p.mp4", "240p.mp4");
    await(() -> number("select count(*) from job_key where video_id = " + video) == 0);

    assertThat(number("select count(*) from ladder_step where video_id = " + video)).isZero();
    assertThat(names(ann, video))
        .containsExactlyInAnyOrder("480p.mp4", "480p-av1.mp4", "240p.mp4", "240p-av1.mp4")
        .startsWith("480p.mp4");
    JsonObject stream = ann.stream(video, KEY);
    String url = stream.getString("media_url");
    for (String object : List.of("480p-av1.mp4", "240p-av1.mp4")) {
      byte[] stored = StoredRendition.read(installation.storage(), video, object, KEY);
      assertThat(ann.getBytes(url.substring(0, url.lastIndexOf('/') + 1) + object).body())
          .isEqualTo(stored);
    }
    List<String> list =
        ann.get(server.uri(stream.getString("manifest_url")).toString()).body().lines().toList();
    assertThat(list.stream().filter(line -> line.startsWith("#EXT-X-STREAM-INF")))
        .hasSize(4)
        .element(0)
        .asString()
        .contains("CODECS=\"avc1.");
    assertThat(String.join("\n", list)).contains("CODECS=\"av01.0.");
  }

  private static List<JsonObject> renditions(Api user, long video) {
    return user.video(video).getJsonArray("renditions").getValuesAs(JsonObject.class);
  }

  private static List<String> names(Api user, long video) {
    return renditions(user, video).stream().map(r -> r.getString("object")).toList();
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(100))
        .until(condition);
  }

  private static int number(String query) {
    try (Connection database = installation.database();
        Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
