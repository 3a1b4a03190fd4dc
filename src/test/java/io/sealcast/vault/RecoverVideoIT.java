package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code sealcast-recover.jar} as a user does, with nothing but a JDK. */
class RecoverVideoIT {
  private static final Path JAR = Path.of("target", "sealcast-recover.jar");

  @TempDir Path directory;
  private StoredVideo video;
  private Path target;

  private record Run(int exitCode, String output) {}

  @BeforeEach
  void storeAVideo() throws IOException {
    video = new StoredVideo(directory.resolve("storage"));
    target = directory.resolve("recovered");
  }

  private Run run(String typed, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stdin = tool.getOutputStream()) {
      stdin.write((typed + "\n").getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Run(tool.exitValue(), output);
  }

  private Run recover(String secret) throws Exception {
    return run(secret, video.storage.toString(), Long.toString(StoredVideo.ID), target.toString());
  }

  @Test
  void recoversFromStorageAndEncryptionKeyAlone() throws Exception {
    Run run = recover(StoredVideo.SECRET);

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output()).contains("recovered source, " + video.source.length + " bytes");
    assertThat(target.resolve("source")).hasBinaryContent(video.source);
    assertThat(target.resolve(video.posterId())).hasBinaryContent(video.poster);
    try (var files = Files.list(target)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void saysWhatIsWrongInWordsAlone() throws Exception {
    Path keyFile = video.storage.resolve("videos/17/keys.json");
    assertThat(recover("something else").exitCode()).isEqualTo(1);

    Files.writeString(keyFile, "{\"a\":" + "[".repeat(500_000));
    assertThat(recover(StoredVideo.SECRET))
        .satisfies(
            run -> {
              assertThat(run.exitCode()).isEqualTo(1);
              assertThat(run.output()).contains("key file").doesNotContain("\tat ");
            });

    assertThat(run("", "too", "few"))
        .satisfies(
            run -> {
              assertThat(run.exitCode()).isEqualTo(2);
              assertThat(run.output()).contains("java -jar sealcast-recover.jar");
            });
  }

  @Test
  void hasNoServerInIt() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
          .isNotEmpty()
          .allMatch(
              name ->
                  name.matches(
                      "io/sealcast/(container|metrics|problem|range|storage|text|vault)/.*"
                          + "|io/sealcast/limit/(Derivation)?Bulkheads?(\\$\\w+)?\\.class"
                          + "|jakarta/json/.*|org/eclipse/parsson/.*"))
          .noneMatch(name -> name.startsWith("io/sealcast/storage/s3/"));
    }
  }
}
