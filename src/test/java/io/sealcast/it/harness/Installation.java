package io.sealcast.it.harness;

import io.sealcast.embedded.Ports;
import io.sealcast.embedded.ServicesLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Database, broker, storage and keys of one installation of Sealcast, which its servers share.
 * Database and broker run in a separate process, which ends with the tests in any case.
 */
public final class Installation implements AutoCloseable {
  public static final Path ROOT = TestDirectories.of("it");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static Installation shared;

  private final Path directory;
  private final String ports;
  private Process services;
  private Map<String, String> environment;

  private Installation(Path directory) {
    this.directory = directory;
    ports = Ports.free() + "," + Ports.free() + "," + Ports.free();
  }

  /** Returns the installation of {@link SealcastServer#shared()}. It ends with the JVM. */
  public static synchronized Installation shared() {
    if (shared == null) {
      shared = start("shared");
    }
    return shared;
  }

  /**
   * Starts a new, empty installation.
   *
   * @param name a directory below {@link #ROOT}, whose content is deleted
   */
  public static Installation start(String name) {
    return start(name, null);
  }

  /**
   * Starts an installation with the data that {@link #copyTo} has copied.
   *
   * @param name as for {@link #start(String)}
   */
  public static Installation restore(String name, Path backup) {
    return start(name, backup);
  }

  private static Installation start(String name, Path backup) {
    Installation installation = new Installation(ROOT.resolve(name));
    try {
      deleteRecursively(installation.directory);
      if (backup != null) {
        copyRecursively(backup, installation.directory.resolve("data"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(installation::close));
    installation.startAgain();
    return installation;
  }

  /** Returns the directory into which PostgreSQL is unpacked once for all tests of this JVM. */
  public static Path postgresBinaries() {
    return ROOT.resolve("postgres-bin");
  }

  /**
   * Starts database and broker again after {@link #kill}, on the same ports and with the same data.
   */
  public void startAgain() {
    Path state = directory.resolve("state");
    try {
      deleteRecursively(state);
      Files.createDirectories(state);
      services = launch(state);
      environment = awaitEnvironment(services, state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch(Path state) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ShortLived.javaOptionsWithoutCiphers());
    command.addAll(
        List.of(
            "-Xmx512m",
            // as in docker-compose.yml, which explains the option
            "-XX:+UseParallelGC",
            "-Xmn96m",
            "-Dsealcast.postgres.binaries=" + postgresBinaries(),
            "-Dsealcast.services.ports=" + ports,
            "-classpath",
            System.getProperty("java.class.path"),
            ServicesLauncher.class.getName(),
            directory.resolve("data").toString(),
            state.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(Redirect.appendTo(directory.resolve("services.log").toFile()));
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
    // overrides variables that may be set on this machine
    environment.put("SEALCAST_STORAGE_DIR", state.resolveSibling("data/storage").toString());
    environment.put(
        "SEALCAST_SERVICE_KEY_FILE", state.resolveSibling("data/service.key").toString());
    environment.put("SEALCAST_HTTP_HOST", "localhost");
    // tests open many accounts, all from this machine
    environment.put("SEALCAST_REGISTRATION_PER_ADDRESS", "100000");
    environment.put("SEALCAST_REGISTRATION_IN_ALL", "100000");
    return environment;
  }

  /** Returns the environment variables of this installation's servers. */
  public Map<String, String> environment() {
    return new TreeMap<>(environment);
  }

  /** Returns the directory of all files of this installation. */
  public Path directory() {
    return directory;
  }

  /** Copies all persistent data. All processes must have stopped. */
  public void copyTo(Path backup) {
    try {
      copyRecursively(directory.resolve("data"), backup);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the directory of the storage. */
  public Path storage() {
    return Path.of(environment.get("SEALCAST_STORAGE_DIR"));
  }

  /** Returns the address of the broker for Kafka clients. */
  public String bootstrap() {
    return environment.get("SEALCAST_KAFKA_BOOTSTRAP");
  }

  /** Opens a connection to the database as the application's user. */
  public Connection database() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:"
            + environment.get("SEALCAST_DB_PORT")
            + "/"
            + environment.get("SEALCAST_DB_NAME"),
        environment.get("SEALCAST_DB_USER"),
        environment.get("SEALCAST_DB_PASSWORD"));
  }

  /**
   * Stops the broker or the database, or starts it again on the same port. The call returns when
   * the order was carried out.
   *
   * @param order for instance {@code stop broker} or {@code start database}
   */
  public void order(String order) {
    try {
      services.outputWriter().write(order + "\n");
      services.outputWriter().flush();
      String answer = services.inputReader().readLine();
      if (!"done".equals(answer)) {
        throw new IllegalStateException(order + ": " + answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills database and broker, as a power failure would. */
  public void kill() {
    List<ProcessHandle> doomed = new ArrayList<>();
    databaseProcess().ifPresent(postmaster -> doomed.addAll(family(postmaster)));
    doomed.add(services.toHandle());
    doomed.forEach(ProcessHandle::destroyForcibly);
    doomed.forEach(process -> process.onExit().join());
  }

  private static List<ProcessHandle> family(ProcessHandle parent) {
    return Stream.concat(Stream.of(parent), parent.descendants()).toList();
  }

  /** Returns the main process of PostgreSQL, which isn't a child process of the tests. */
  public Optional<ProcessHandle> databaseProcess() {
    Path file = directory.resolve("data/postgres/postmaster.pid");
    try {
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (services != null) {
      Processes.end(services, Duration.ofSeconds(30));
    }
  }

  public static void pause() {
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

  public static void deleteRecursively(Path directory) throws IOException {
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
