package io.sealcast.it;

import io.sealcast.embedded.ServicesLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Database, broker, storage and keys of one Sealcast: what its servers share. Database and broker
 * run in a process of their own, which ends with the tests, however they end.
 */
public final class Installation implements AutoCloseable {
  static final Path ROOT = Path.of("target", "it").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static Installation shared;

  private final Path directory;
  private final Process services;
  private final Map<String, String> environment;

  private Installation(Path directory, Process services, Map<String, String> environment) {
    this.directory = directory;
    this.services = services;
    this.environment = environment;
  }

  /** The one behind {@link SealcastServer#shared()}; it ends with the JVM. */
  public static synchronized Installation shared() {
    if (shared == null) {
      shared = start("shared");
    }
    return shared;
  }

  /**
   * Starts a new, empty one.
   *
   * @param name a directory below {@code target/it}; what lay there is deleted
   */
  public static Installation start(String name) {
    return start(name, null);
  }

  /**
   * Starts one over what {@link #copyTo} has copied.
   *
   * @param name as for {@link #start(String)}
   */
  public static Installation restore(String name, Path backup) {
    return start(name, backup);
  }

  private static Installation start(String name, Path backup) {
    Path directory = ROOT.resolve(name);
    try {
      deleteRecursively(directory);
      if (backup != null) {
        copyRecursively(backup, directory.resolve("data"));
      }
      Path state = Files.createDirectories(directory.resolve("state"));
      Process process = launch(directory, state);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
      Map<String, String> environment = awaitEnvironment(process, state);
      return new Installation(directory, process, environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process launch(Path directory, Path state) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Dsealcast.postgres.binaries=" + ROOT.resolve("postgres-bin"),
            "-classpath",
            System.getProperty("java.class.path"),
            ServicesLauncher.class.getName(),
            directory.resolve("data").toString(),
            state.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("services.log").toFile());
    return builder.start();
  }

  private static Map<String, String> awaitEnvironment(Process process, Path state)
      throws IOException {
    Instant until = Instant.now().plus(PATIENCE);
    Path file = state.resolve("server.env");
    while (Files.notExists(file)) {
      if (!process.isAlive() || Instant.now().isAfter(until)) {
        Path failure = state.resolve("failure.txt");
        String line = Files.exists(failure) ? Files.readString(failure) : "no failure.txt";
        throw new IllegalStateException("database and broker don't start: " + line);
      }
      pause();
    }
    Map<String, String> environment = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      environment.put(line.split("=", 2)[0], line.split("=", 2)[1]);
    }
    // whatever the machine has set, the tests have their own
    environment.put("SEALCAST_STORAGE_DIR", state.resolveSibling("data/storage").toString());
    environment.put(
        "SEALCAST_SERVICE_KEY_FILE", state.resolveSibling("data/service.key").toString());
    environment.put("SEALCAST_HTTP_HOST", "localhost");
    return environment;
  }

  /** What a server of this installation finds in its environment. */
  public Map<String, String> environment() {
    return new TreeMap<>(environment);
  }

  /** Where everything of this installation lies. */
  public Path directory() {
    return directory;
  }

  /** Copies all that is kept, once everything stands still. */
  public void copyTo(Path backup) {
    try {
      copyRecursively(directory.resolve("data"), backup);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the ciphertext lies. */
  public Path storage() {
    return Path.of(environment.get("SEALCAST_STORAGE_DIR"));
  }

  /** The broker's address for Kafka clients. */
  public String bootstrap() {
    return environment.get("SEALCAST_KAFKA_BOOTSTRAP");
  }

  /** A connection to the database, as the application has it. */
  public Connection database() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:"
            + environment.get("SEALCAST_DB_PORT")
            + "/"
            + environment.get("SEALCAST_DB_NAME"),
        environment.get("SEALCAST_DB_USER"),
        environment.get("SEALCAST_DB_PASSWORD"));
  }

  @Override
  public void close() {
    end(services);
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void copyRecursively(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  static void deleteRecursively(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
