package io.sealcast.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * A service of docker-compose.yml as a local process. Its environment and commands differ only in
 * host names, ports and directories.
 */
public final class Container implements AutoCloseable {
  private final ComposeFile.Service service;
  private final Path home;
  private final UnaryOperator<String> here;
  private Process process;

  /**
   * @param home an empty directory for files outside of the volumes
   * @param here replaces the container's hosts, ports and directories in a text
   */
  public Container(ComposeFile.Service service, Path home, UnaryOperator<String> here) {
    this.service = service;
    this.home = home;
    this.here = here;
  }

  /** Returns its environment: the variables of docker-compose.yml and of the image. */
  public Map<String, String> environment(Map<String, String> ofImage) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOSTNAME", home.getFileName().toString());
    ofImage.forEach((name, value) -> environment.put(name, here.apply(value)));
    service.environment().forEach((name, value) -> environment.put(name, here.apply(value)));
    return environment;
  }

  public Path home() {
    return home;
  }

  public Path log() {
    return home.resolve("console.log");
  }

  /** Starts a program as the main process of the container. */
  public void start(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log().toFile());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Waits until the program ends and requires its success. */
  public void awaitSuccess() throws IOException, InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", service.name()).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log())).isZero();
  }

  /** Runs the health check of docker-compose.yml as Docker does: exit code 0 means success. */
  public boolean isHealthy() {
    // the shell also finds programs in home, which replace tools of the image that this machine
    // lacks
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\""));
    service.healthCheck().forEach(word -> command.add(here.apply(word)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", home.toString(), (path, tools) -> path + ":" + tools);
    try {
      Process check = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      boolean ended = check.waitFor(10, TimeUnit.SECONDS);
      check.destroyForcibly();
      return ended && check.waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public void awaitHealth(boolean healthy) {
    Awaitility.await(service.name() + (healthy ? " is" : " isn't") + " healthy; see " + log())
        .atMost(Duration.ofMinutes(8))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> isHealthy() == healthy);
  }

  /** Kills the container like Docker after its stop timeout. */
  public void kill() {
    process.destroyForcibly();
    close();
  }

  /** Stops the container like {@code docker stop}. */
  @Override
  public void close() {
    Processes.end(process, Duration.ofSeconds(60));
  }
}
