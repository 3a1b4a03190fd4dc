package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests in which order videos are prepared that have to wait. */
class RoundRobinIT {
  private static final String KEY = "a key of turns";
  private static final SealcastServer SERVER = SealcastServer.shared();

  /** It takes so long to encode that the others are there before it is done. */
  private static final String LONG =
      "-f lavfi -i testsrc2=size=1280x720:rate=30:duration=40 -c:v mpeg4 -q:v 5";

  private static final String SHORT =
      "-f lavfi -i testsrc2=size=160x90:rate=10:duration=1 -c:v mpeg4";

  @Test
  void whoHasUploadedManyVideosDoesNotKeepTheOthersWaiting() throws IOException, SQLException {
    Path blocking = TestVideos.make("turns-long.mkv", List.of(LONG.split(" ")));
    Path small = TestVideos.make("turns-short.mkv", List.of(SHORT.split(" ")));
    Api ann = Api.signUp(SERVER);
    Api bob = Api.signUp(SERVER);
    long first = ann.upload(blocking, KEY);
    long second = ann.upload(small, KEY);
    long third = ann.upload(small, KEY);
    long other = bob.upload(small, KEY);
    assertThat(ann.video(first).getString("status")).isNotEqualTo("processed");
    for (long video : List.of(first, second, third)) {
      ann.awaitStatus(video, "processed");
    }
    bob.awaitStatus(other, "processed");

    assertThat(List.of(taken(first), taken(other), taken(second), taken(third))).isSorted();
  }

  private static Instant taken(long video) throws SQLException {
    try (Connection database = SERVER.installation().database();
        Statement select = database.createStatement();
        ResultSet row =
            select.executeQuery("select taken_at from video_file where id = " + video)) {
      row.next();
      return row.getTimestamp(1).toInstant();
    }
  }
}
