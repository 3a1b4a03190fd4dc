package io.sealcast.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.TestVideos;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the commands of the README as they are written. */
public final class ReadmeCommands {
  private static final Pattern LINES = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

  private ReadmeCommands() {}

  /** Runs the commands against a server, checks their output and returns it. */
  public static String run(URI server, Path folder) throws Exception {
    standInForFfplay(folder);
    Path script =
        Files.writeString(
            folder.resolve("walk.sh"), "set -euo pipefail\n" + lines() + "\necho END\n");
    Path output = folder.resolve("output.txt");
    ProcessBuilder bash = new ProcessBuilder("bash", script.toString()).directory(folder.toFile());
    bash.environment().put("SEALCAST", server.toString());
    bash.environment().put("VIDEO", TestVideos.mp4(4).toString());
    bash.environment().merge("PATH", folder.toString(), (path, mine) -> mine + ":" + path);
    Process process = bash.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(output);

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
    return text;
  }

  private static String lines() throws IOException {
    Matcher matcher = LINES.matcher(Files.readString(Path.of("README.md")));
    assertThat(matcher.find()).as("a bash block in the README").isTrue();
    return matcher.group(1);
  }

  /**
   * Writes a substitute of ffplay for machines without screen and sound: ffmpeg decodes the same
   * address and discards the output.
   */
  private static void standInForFfplay(Path folder) throws IOException {
    Path player =
        Files.write(
            folder.resolve("ffplay"),
            List.of(
                "#!/bin/sh",
                "test \"$1\" = -autoexit && test \"$2\" = -headers || exit 2",
                "'"
                    + String.join("' '", TestVideos.ffmpeg())
                    + "' -v error -xerror -headers \"$3\" -i \"$4\" -f null - && echo PLAYED"));
    Files.setPosixFilePermissions(player, PosixFilePermissions.fromString("rwx------"));
  }
}
