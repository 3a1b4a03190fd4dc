package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests the sound tracks that a video gets beside the first one of its source. */
class FurtherSoundIT {
  private static final String KEY = "a key of sounds";
  private static final SealcastServer SERVER = SealcastServer.shared();

  /** As long as a title may be. */
  private static final String TITLE = "x".repeat(100);

  private static final String FILM =
      "-f lavfi -i testsrc2=size=320x180:rate=25:duration=6"
          + " -f lavfi -i sine=frequency=300:sample_rate=48000:duration=6"
          + " -f lavfi -i aevalsrc=0.2*sin(1400*PI*t):c=5.1:d=6:s=48000"
          + " -f lavfi -i sine=frequency=900:sample_rate=48000:duration=6"
          + " -map 0 -map 1 -map 2 -map 3 -c:v libx264 -g 50 -c:a aac"
          + " -metadata:s:a:0 language=ger -metadata:s:a:1 language=eng"
          + " -metadata:s:a:2 title=Director -metadata:s:a:1 title="
          + TITLE;

  @Test
  void aVideoGetsAllSoundTracksOfItsSource() throws IOException, SQLException {
    Path film = TestVideos.make("three-titled-sounds.mkv", List.of(FILM.split(" ")));
    Api ann = Api.signUp(SERVER);
    long video = ann.uploadProcessed(film, KEY);
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> sounds(ann, video).size() == 3 && rows("job_key", video) == 0);

    assertThat(rows("sound_step", video) + rows("object_deletion", video)).isZero();
    assertThat(sounds(ann, video))
        .extracting(sound -> sound.getString("object"))
        .containsExactly("sound2.mp4", "sound3.mp4", "sound2-surround.mp4");
    assertThat(sounds(ann, video))
        .extracting(sound -> sound.getString("language") + sound.getInt("channels"))
        .containsExactly("en2", "und2", "en6");
    assertThat(ann.video(video).getJsonArray("warnings")).isEmpty();
    assertThat(ann.video(video).getJsonArray("renditions").getJsonObject(0).getString("name"))
        .isEqualTo("180p");

    JsonObject stream = ann.stream(video, KEY);
    String hls = ann.get(stream.getString("manifest_url")).body();
    assertThat(hls)
        .contains("NAME=\"Deutsch\",LANGUAGE=\"de\"", "NAME=\"" + TITLE + "\",LANGUAGE=\"en\"")
        .contains("NAME=\"Director\",CHANNELS=\"2\"", "NAME=\"" + TITLE + " (5.1)\"");
    assertThat(ann.get(stream.getString("dash_url")).body())
        .contains("<Label>Director</Label>", "lang=\"en\"");
    String url = stream.getString("media_url");
    String sound = url.substring(0, url.lastIndexOf('/') + 1) + "sound2.mp4";
    assertThat(ann.getBytes(sound).body())
        .isEqualTo(StoredRendition.read(SERVER.installation().storage(), video, "sound2.mp4", KEY));
  }

  private static List<JsonObject> sounds(Api user, long video) {
    return user.video(video).getJsonArray("sound_tracks").getValuesAs(JsonObject.class);
  }

  private static int rows(String table, long video) throws SQLException {
    try (Connection database = SERVER.installation().database();
        Statement select = database.createStatement();
        ResultSet count =
            select.executeQuery("select count(*) from " + table + " where video_id = " + video)) {
      count.next();
      return count.getInt(1);
    }
  }
}
