package io.sealcast.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Database and broker where the machine speaks another language. */
class AnyLocaleTest {
  @TempDir Path directory;

  /** In Turkish the capital of i is İ, which Kafka's own look-up of constants doesn't survive. */
  @Test
  void servicesStartInTurkish() throws Exception {
    Path state = directory.resolve("state");
    Process launcher = launch(state, "tr");
    try {
      Awaitility.await("database and broker")
          .atMost(Duration.ofSeconds(120))
          .until(() -> Files.exists(state.resolve("server.env")) || !launcher.isAlive());

      assertThat(state.resolve("failure.txt")).doesNotExist();
      assertThat(state.resolve("server.env")).exists();
      assertThat(AwaitServices.hasDied(state)).isFalse();
    } finally {
      launcher.destroy();
      if (!launcher.waitFor(30, TimeUnit.SECONDS)) {
        launcher.destroyForcibly();
      }
    }
  }

  @Test
  void nobodyWaitsForALauncherThatWasKilled() throws Exception {
    Path state = directory.resolve("state");
    Process launcher = launch(state, "en");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(state.resolve(ServicesLauncher.PROCESS)));
    launcher.descendants().forEach(ProcessHandle::destroyForcibly);
    launcher.destroyForcibly().waitFor();

    AwaitServices.main(new String[] {state.toString()});

    assertThat(state.resolve("failure.txt")).content().contains("ended before they were ready");
  }

  private Process launch(Path state, String language) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Dsealcast.services.ports=" + freePorts(),
            "-classpath",
            System.getProperty("java.class.path"),
            ServicesLauncher.class.getName(),
            directory.resolve("data").toString(),
            state.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Duser.language=" + language);
    builder.environment().put("LC_ALL", "tr_TR.UTF-8");
    builder.redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("said.log").toFile());
    return builder.start();
  }

  private static String freePorts() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        held.add(new ServerSocket(0));
      }
      return held.stream()
          .map(s -> Integer.toString(s.getLocalPort()))
          .collect(Collectors.joining(","));
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
