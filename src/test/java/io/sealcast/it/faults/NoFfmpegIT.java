package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests an installation without a working ffmpeg: it reports the problem, loses no video, and
 * continues when ffmpeg works again.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the ffmpeg that comes later is a script")
@Tag("long")
class NoFfmpegIT {
  private static final String NOTICE = "id=\"no-preparation\"";

  @TempDir private Path folder;

  @Test
  void itIsSaidAtOnceAndVideosWait() throws IOException {
    Path ffmpeg = folder.resolve("ffmpeg");
    try (Installation installation = Installation.start("no-ffmpeg");
        SealcastServer server =
            SealcastServer.in(installation)
                .env("SEALCAST_FFMPEG_PATH", ffmpeg.toString())
                .begin()) {
      Api stranger = Api.anonymous(server);
      Awaitility.await("health says why")
          .atMost(Duration.ofMinutes(5))
          .ignoreExceptions()
          .until(
              () -> stranger.get("/health/ready").body().contains("SEALCAST_FFMPEG_PATH names no"));
      Awaitility.await("the console says it")
          .atMost(Duration.ofSeconds(20))
          .until(() -> Files.readString(server.log()).contains("No video can be prepared here"));

      Api ann = Api.signUp(server);
      assertThat(ann.get("/upload").body()).contains(NOTICE);
      assertThat(ann.get("/").body()).contains(NOTICE);
      long id = ann.upload(TestVideos.mp4(2), "a key of some length");

      // ffmpeg is searched every minute; the video must not fail in the meantime
      script(folder.resolve("ffprobe"), "ffprobe");
      script(ffmpeg, "ffmpeg");
      JsonObject prepared = ann.awaitStatus(id, "processed");
      assertThat(prepared.containsKey("failure") && !prepared.isNull("failure")).isFalse();
      server.awaitReady();
      assertThat(ann.get("/upload").body()).doesNotContain(NOTICE);
    }
  }

  private static void script(Path file, String name) throws IOException {
    List<String> bundled = TestVideos.ffmpeg();
    String line = String.join("' '", bundled).replaceFirst("/ffmpeg$", "/" + name);
    Files.writeString(file, "#!/bin/sh\nexec '" + line + "' \"$@\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
