package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the README tells a newcomer to type, as it is written. */
class ReadmeIT {
  private static final Pattern WALK_THROUGH = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the walk-through is for bash")
  void everyLineOfTheWalkThroughWorks() throws Exception {
    SealcastServer server = SealcastServer.shared();
    standInForFfplay();
    Path script =
        Files.writeString(
            folder.resolve("walk.sh"), "set -euo pipefail\n" + walkThrough() + "\necho END\n");
    Path said = folder.resolve("said.txt");
    ProcessBuilder bash = new ProcessBuilder("bash", script.toString()).directory(folder.toFile());
    bash.environment().put("SEALCAST", server.uri().toString());
    bash.environment().put("VIDEO", TestVideos.mp4(4).toString());
    bash.environment().merge("PATH", folder.toString(), (path, mine) -> mine + ":" + path);
    Process process = bash.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(said);

    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    assertThat(text)
        .contains("\"username\":\"ann\"")
        .contains("\"status\":\"processed\"")
        .contains("\n{\"type\":\"start\"")
        .contains("\n{\"type\":\"end\"}")
        .contains("\ndata: {\"type\":\"start\"")
        .contains("\ndata: {\"type\":\"end\"}")
        .contains("PLAYED")
        .endsWith("END\n");
    assertThat(folder.resolve("start.mp4")).isNotEmptyFile();
  }

  private static String walkThrough() throws IOException {
    Matcher matcher = WALK_THROUGH.matcher(Files.readString(Path.of("README.md")));
    assertThat(matcher.find()).as("a bash block in the README").isTrue();
    return matcher.group(1);
  }

  /** There is no screen and no sound here: ffmpeg plays the same address into the void. */
  private void standInForFfplay() throws IOException {
    Path player =
        Files.write(
            folder.resolve("ffplay"),
            List.of(
                "#!/bin/sh",
                "test \"$1\" = -autoexit && test \"$2\" = -headers || exit 2",
                "'"
                    + TestVideos.ffmpeg()
                    + "' -v error -xerror -headers \"$3\" -i \"$4\" -f null - && echo PLAYED"));
    Files.setPosixFilePermissions(player, PosixFilePermissions.fromString("rwx------"));
  }
}
