package io.sealcast.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the offline backup of docs/operations.md and its restoration in another place. */
@Tag("long")
class RestoreIT {
  private static final String KEY = "a key that is in no backup";

  @Test
  void whatWasCopiedWhileAllStoodStillIsAWholeSealcast(@TempDir Path directory)
      throws IOException, SQLException {
    Path backup = directory.resolve("backup");
    Installation old = Installation.start("restore-old");
    SealcastServer before = SealcastServer.in(old).start();
    Api ann = Api.signUp(before);
    long watched = ann.uploadProcessed(TestVideos.large(6), KEY);
    JsonObject stream = ann.stream(watched, KEY);
    byte[] truth = ann.getBytes(stream.getString("media_url")).body();
    long unfinished = ann.upload(TestVideos.large(12), KEY);
    before.kill();
    assertThat(status(old, unfinished)).isIn("uploaded", "processing");
    old.close();
    old.copyTo(backup);

    try (Installation restored = Installation.restore("restore-new", backup);
        SealcastServer server = SealcastServer.in(restored).start()) {
      Api again = ann.on(server);
      assertThat(again.getBytes(again.stream(watched, KEY).getString("media_url")).body())
          .isEqualTo(truth);
      assertThat(again.getBytes(stream.getString("media_url")).body())
          .as("a stream that was open")
          .isEqualTo(truth);
      again.awaitStatus(unfinished, "processed");
    }
  }

  private static String status(Installation installation, long video) throws SQLException {
    try (Connection database = installation.database();
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery("select status from video_file where id = " + video)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
