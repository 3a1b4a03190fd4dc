package io.sealcast.embedded;

import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The launcher in a separate process, as Maven starts it. */
final class LauncherProcess implements AutoCloseable {
  private final Path state;
  private final Process process;

  /**
   * Starts the launcher.
   *
   * @param directory directory for data and state
   * @param toolOptions value of {@code JAVA_TOOL_OPTIONS}
   */
  LauncherProcess(Path directory, String classpath, String toolOptions) throws IOException {
    state = directory.resolve("state");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dsealcast.services.ports="
                    + (Ports.free() + "," + Ports.free() + "," + Ports.free()),
                "-Dsealcast.postgres.binaries=" + Installation.postgresBinaries(),
                "-classpath",
                classpath,
                ServicesLauncher.class.getName(),
                directory.resolve("data").toString(),
                state.toString()));
    builder.environment().put("JAVA_TOOL_OPTIONS", toolOptions);
    builder.environment().put("LC_ALL", "tr_TR.UTF-8");
    builder.redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("said.log").toFile());
    process = builder.start();
  }

  Path state() {
    return state;
  }

  Path failure() {
    return state.resolve("failure.txt");
  }

  /** Waits for one of the files that the launcher writes to its state directory, or for its end. */
  void await(String file) {
    Awaitility.await(file)
        .atMost(Duration.ofSeconds(120))
        .until(() -> Files.exists(state.resolve(file)) || !process.isAlive());
  }

  /** Kills the launcher and its children, as a power failure would. */
  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the launcher doesn't end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    Processes.end(process, Duration.ofSeconds(30));
  }
}
