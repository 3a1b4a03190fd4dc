package io.sealcast.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that Maven ends soon, with one sentence, whatever prevents database and broker from
 * starting.
 */
class StartFailureTest {
  private static final String CLASSPATH = System.getProperty("java.class.path");

  @TempDir Path directory;

  /** A class of Kafka that can't be initialized causes an Error. */
  @Test
  void anErrorIsAReasonToo() throws Exception {
    String withoutDatabase =
        Arrays.stream(CLASSPATH.split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("embedded-postg"))
            .collect(Collectors.joining(File.pathSeparator));
    try (LauncherProcess launcher = new LauncherProcess(directory, withoutDatabase, "")) {
      assertThat(launcher.awaitEnd()).isEqualTo(1);

      assertThat(launcher.failure())
          .content()
          .startsWith("Database and broker can't start (java.lang.NoClassDefFoundError")
          .endsWith(directory.resolve("data").resolve("logs").toString());
    }
  }

  @Test
  void dataThatCantBeKeptIsToldInWordsAlone() throws Exception {
    Files.writeString(directory.resolve("data"), "a file");
    try (LauncherProcess launcher = new LauncherProcess(directory, CLASSPATH, "")) {
      assertThat(launcher.awaitEnd()).isEqualTo(1);

      assertThat(launcher.failure())
          .content()
          .startsWith("Sealcast can't keep its data in " + directory.resolve("data"));
      assertThat(directory.resolve("said.log")).content().doesNotContain("\tat ");
    }
  }

  @Test
  void nobodyWaitsForALauncherThatWasKilled() throws Exception {
    try (LauncherProcess launcher = new LauncherProcess(directory, CLASSPATH, "")) {
      launcher.await(ServicesLauncher.PROCESS);
      launcher.kill();

      AwaitServices.main(new String[] {launcher.state().toString()});

      assertThat(launcher.failure()).content().contains("ended before they were ready");
    }
  }

  @Test
  void nobodyWaitsForALauncherThatNeverBegan() throws IOException {
    Duration soon = Duration.ofSeconds(6);

    assertThat(AwaitServices.problem(directory, soon, false))
        .hasValueSatisfying(line -> assertThat(line).contains("didn't start"));
    assertThat(AwaitServices.problem(directory, soon, true)).isEmpty();
    assertThat(AwaitServices.problem(directory, Duration.ofSeconds(1), false)).isEmpty();
    assertThat(AwaitServices.problem(directory, Duration.ofMinutes(4), true))
        .hasValueSatisfying(line -> assertThat(line).contains("within 3 minutes"));
  }
}
