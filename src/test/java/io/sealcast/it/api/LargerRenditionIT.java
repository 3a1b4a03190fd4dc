package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.FragmentIndexer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the rendition of a source that is larger than its default rendition. */
class LargerRenditionIT {
  private static final String KEY = "a key of large pictures";
  private static final SealcastServer SERVER = SealcastServer.shared();

  @Test
  @Tag("long")
  void aVideoOfHevcIsPlayedInItsOwnSize() throws IOException, SQLException {
    Api ann = Api.signUp(SERVER);
    long video = ann.uploadProcessed(TestVideos.hevc(3, "2560x1440"), KEY);
    assertThat(names(ann, video)).as("what is played first").startsWith("1080p");
    awaitSteps(video);

    assertThat(names(ann, video)).containsExactly("1080p", "1440p", "720p", "480p", "360p", "240p");
    assertThat(rows("ladder_step", video) + rows("object_deletion", video)).isZero();
    JsonObject larger = ann.video(video).getJsonArray("renditions").getJsonObject(1);
    assertThat(larger.getInt("width")).isEqualTo(2560);
    assertThat(larger.getInt("height")).isEqualTo(1440);
    assertThat(larger.getString("codecs")).startsWith("avc1.");

    JsonObject stream = ann.stream(video, KEY);
    assertThat(ann.get(stream.getString("manifest_url")).body())
        .contains("RESOLUTION=2560x1440")
        .containsSubsequence("RESOLUTION=1920x1080", "RESOLUTION=2560x1440");
    assertThat(ann.get(stream.getString("dash_url")).body()).contains("height=\"1440\"");
    String url = stream.getString("media_url");
    byte[] stored = StoredRendition.read(SERVER.installation().storage(), video, "1440p.mp4", KEY);
    assertThat(ann.getBytes(url.substring(0, url.lastIndexOf('/') + 1) + "1440p.mp4").body())
        .isEqualTo(stored);
    byte[] first = StoredRendition.read(SERVER.installation().storage(), video, "1080p.mp4", KEY);
    assertThat(starts(stored)).isEqualTo(starts(first)).hasSize(2);
  }

  @Test
  void aVideoThatIsPreparedAnewGetsItToo() throws SQLException {
    Api ann = Api.signUp(SERVER);
    long video = ann.uploadProcessed(TestVideos.hevc(3, "2560x320"), KEY);
    awaitSteps(video);
    assertThat(names(ann, video)).containsExactly("240p", "320p");

    String key = "{\"encryption_key\":\"" + KEY + "\"}";
    assertThat(ann.post("/api/videos/" + video + "/reprocess", key).statusCode()).isEqualTo(202);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> names(ann, video).equals(List.of("240p-2", "320p-2")));
  }

  @Test
  @Tag("long")
  void aVideoOfH264IsCopiedAsBefore() throws SQLException {
    Api ann = Api.signUp(SERVER);
    long video = ann.uploadProcessed(TestVideos.mp4(2, "2560x1440"), KEY);

    assertThat(names(ann, video)).startsWith("1440p");
    assertThat(rows("ladder_step where segment_count = 0 and video_id = " + video)).isZero();
  }

  private static void awaitSteps(long video) {
    Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> rows("job_key", video) == 0);
  }

  private static List<Double> starts(byte[] mp4) throws IOException {
    try (FragmentIndexer indexer = new FragmentIndexer(OutputStream.nullOutputStream())) {
      indexer.write(mp4, 0, mp4.length);
      return indexer.finish().fragments().stream().map(FragmentIndex.Fragment::start).toList();
    }
  }

  private static List<String> names(Api user, long video) {
    return user.video(video).getJsonArray("renditions").getValuesAs(JsonObject.class).stream()
        .map(rendition -> rendition.getString("name"))
        .toList();
  }

  private static int rows(String table, long video) throws SQLException {
    return rows(table + " where video_id = " + video);
  }

  private static int rows(String which) throws SQLException {
    try (Connection database = SERVER.installation().database();
        Statement select = database.createStatement();
        ResultSet count = select.executeQuery("select count(*) from " + which)) {
      count.next();
      return count.getInt(1);
    }
  }
}
