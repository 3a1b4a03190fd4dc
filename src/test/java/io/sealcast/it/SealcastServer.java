package io.sealcast.it;

import io.sealcast.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A Liberty process with the built WAR. */
public final class SealcastServer implements AutoCloseable {
  static final Path INSTALL = Path.of("target", "liberty", "wlp").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Liberty runs on without the application, whose start failed with or without a word of it. */
  private static final List<String> APP_FAILED = List.of("CWWKZ0002E", "SRVE0265E");

  /** Opens {@code /metrics} of every server here. */
  static final String METRICS_TOKEN = "token-of-the-tests-for-metrics";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static SealcastServer shared;

  private final Installation installation;
  private final String name;
  private final String heap;
  private final Map<String, String> environment;
  private final int port;
  private final Path home;
  private Process process;

  private SealcastServer(Builder builder) {
    installation = builder.installation;
    name = builder.name;
    heap = builder.heap;
    port = Ports.free();
    home =
        Installation.ROOT
            .resolve("servers")
            .resolve(installation.directory().getFileName() + "-" + name);
    environment = installation.environment();
    environment.put("SEALCAST_HTTP_PORT", Integer.toString(port));
    environment.put("SEALCAST_INSTANCE_ID", name);
    environment.put("SEALCAST_METRICS_TOKEN", METRICS_TOKEN);
    // so that other addresses of this machine are strangers'
    environment.put("SEALCAST_TRUSTED_PROXIES", "127.0.0.1,::1");
    environment.putAll(builder.environment);
  }

  /**
   * The server that tests share: both roles, heap as in production; it ends with the JVM. A test of
   * faults that failed half-way may have left it dead.
   */
  public static synchronized SealcastServer shared() {
    if (shared == null) {
      shared = in(Installation.shared()).start();
    } else if (!shared.isAlive()) {
      shared.startAgain();
    }
    return shared;
  }

  /** A server of one's own. */
  public static Builder in(Installation installation) {
    return new Builder(installation);
  }

  /** What a server is to be like. */
  public static final class Builder {
    private final Installation installation;
    private final Map<String, String> environment = new TreeMap<>();
    private String name = "app";
    private String heap = "768m";

    private Builder(Installation installation) {
      this.installation = installation;
    }

    /** Its instance id and its directory; lower case, digits and dashes. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** {@code web}, {@code processor} or both, the default. */
    public Builder roles(String... roles) {
      return env("SEALCAST_ROLES", String.join(",", roles));
    }

    /** The Java heap, for instance {@code 768m}. */
    public Builder heap(String value) {
      heap = value;
      return this;
    }

    /** A setting by its environment variable. */
    public Builder env(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** Starts it and waits until it is ready. */
    public SealcastServer start() {
      SealcastServer server = begin();
      server.awaitReady();
      return server;
    }

    /** Starts it without waiting: several start faster side by side. */
    public SealcastServer begin() {
      SealcastServer server = new SealcastServer(this);
      server.prepare();
      Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
      server.begin();
      return server;
    }
  }

  private void prepare() {
    try {
      Installation.deleteRecursively(home);
      Path config = Files.createDirectories(home.resolve("usr/servers/sealcast"));
      for (String file : List.of("server.xml", "bootstrap.properties")) {
        Files.copy(Path.of("src/main/liberty/config", file), config.resolve(file));
      }
      Path apps = Files.createDirectories(config.resolve("apps"));
      Files.copy(Path.of("target/sealcast.war"), apps.resolve("sealcast.war"));
      Path jdbc = Files.createDirectories(home.resolve("usr/shared/resources/jdbc"));
      Files.copy(driver(), jdbc.resolve("postgresql.jar"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path driver() {
    try {
      return Path.of(
          org.postgresql.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it after {@link #stop()} or {@link #kill()}, on the same port. */
  public void startAgain() {
    begin();
    awaitReady();
  }

  /** Starts it again without waiting. */
  public void begin() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + INSTALL.resolve("lib/platform/java/" + javaOptions()));
    command.add("-javaagent:" + INSTALL.resolve("bin/tools/ws-javaagent.jar"));
    command.add("-Djava.awt.headless=true");
    command.addAll(productionOptions());
    command.addAll(ShortLived.javaOptions());
    command.add("-Xmx" + heap);
    command.addAll(List.of("-jar", INSTALL.resolve("bin/tools/ws-server.jar").toString()));
    command.add("sealcast");
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SEALCAST_"));
    builder.environment().putAll(environment);
    builder.environment().put("WLP_USER_DIR", home.resolve("usr").toString());
    builder.redirectErrorStream(true);
    try {
      Files.createDirectories(log().getParent());
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As in production; the heap's size, which comes after them, is a test's own. */
  static List<String> productionOptions() {
    try {
      return Files.readAllLines(Path.of("src/main/liberty/config/jvm.options")).stream()
          .filter(line -> line.startsWith("-"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String javaOptions() {
    return Runtime.version().feature() >= 24 ? "java24.options" : "java9.options";
  }

  /** Waits until it takes requests; one that can't is ended, and says why. */
  public void awaitReady() {
    Instant until = Instant.now().plus(PATIENCE);
    while (!isReady()) {
      if (!process.isAlive()
          || Instant.now().isAfter(until)
          || APP_FAILED.stream().anyMatch(tail()::contains)) {
        kill();
        throw new IllegalStateException(
            "server " + name + " doesn't get ready; its log:\n" + tail());
      }
      Installation.pause();
    }
  }

  /** Whether it takes requests now. */
  public boolean isReady() {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/health/ready")).timeout(Duration.ofSeconds(10)).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether it runs, ready or not. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its address, without a slash at the end. */
  public URI uri() {
    return URI.create("http://localhost:" + port);
  }

  /** The address of a path that begins with a slash. */
  public URI uri(String path) {
    return uri().resolve(path);
  }

  /** The same path over WebSocket. */
  public URI webSocketUri(String path) {
    return URI.create("ws://localhost:" + port + path);
  }

  public int port() {
    return port;
  }

  public Installation installation() {
    return installation;
  }

  public long pid() {
    return process.pid();
  }

  /** Its working directory; everything it writes beside its storage is below. */
  public Path home() {
    return home;
  }

  /** What it says on its console. */
  public Path log() {
    return home.resolve("logs/console.log");
  }

  /** Ends it as an administrator would. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Ends it as a power failure would. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
