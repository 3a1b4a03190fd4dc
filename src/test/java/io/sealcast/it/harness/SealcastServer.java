package io.sealcast.it.harness;

import io.sealcast.embedded.Ports;
import io.sealcast.tls.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A Liberty process with the built WAR. */
public final class SealcastServer implements AutoCloseable {
  public static final Path INSTALL = Path.of("target", "liberty", "wlp").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Messages that mean that the application failed to start; Liberty itself runs on. */
  private static final List<String> APP_FAILED = List.of("CWWKZ0002E", "SRVE0265E");

  /** The token for {@code /metrics} of all servers of the tests. */
  public static final String METRICS_TOKEN = "token-of-the-tests-for-metrics";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static SealcastServer shared;

  private final Installation installation;
  private final String name;
  private final String heap;
  private final List<String> options;
  private final Map<String, String> environment;
  private final int port;
  private final TestCertificate certificate;
  private final Path version;
  private final int httpsPort;
  private final Path home;
  private Process process;

  private SealcastServer(Builder builder) {
    installation = builder.installation;
    name = builder.name;
    heap = builder.heap;
    options = builder.options;
    port = Ports.free();
    certificate = builder.certificate;
    version = builder.version;
    httpsPort = Ports.free();
    home =
        Installation.ROOT
            .resolve("servers")
            .resolve(installation.directory().getFileName() + "-" + name);
    environment = installation.environment();
    environment.put("SEALCAST_HTTP_PORT", Integer.toString(port));
    environment.put("SEALCAST_HTTPS_PORT", Integer.toString(httpsPort));
    environment.put("SEALCAST_INSTANCE_ID", name);
    environment.put("SEALCAST_METRICS_TOKEN", METRICS_TOKEN);
    // other addresses of this machine then count as untrusted clients
    environment.put("SEALCAST_TRUSTED_PROXIES", "127.0.0.1,::1");
    environment.putAll(builder.environment);
  }

  /**
   * Returns the server that tests share, with both roles and the heap size of production. It ends
   * with the JVM. It is started again if an aborted test of faults has left it stopped.
   */
  public static synchronized SealcastServer shared() {
    if (shared == null) {
      shared = in(Installation.shared()).start();
    } else if (!shared.isAlive()) {
      shared.startAgain();
    }
    return shared;
  }

  /** Builds a server for one test. */
  public static Builder in(Installation installation) {
    return new Builder(installation);
  }

  /** Configures a server. */
  public static final class Builder {
    private final Installation installation;
    private final Map<String, String> environment = new TreeMap<>();
    private String name = "app";
    private String heap = "768m";
    private List<String> options = ShortLived.javaOptions();
    private TestCertificate certificate;
    private Path version = Path.of("");

    private Builder(Installation installation) {
      this.installation = installation;
    }

    /**
     * Sets the instance id and the name of the directory: lower-case letters, digits and dashes.
     */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** Sets the roles: {@code web}, {@code processor} or both, which is the default. */
    public Builder roles(String... roles) {
      return env("SEALCAST_ROLES", String.join(",", roles));
    }

    /** Sets the maximum size of the Java heap, for instance {@code 768m}. */
    public Builder heap(String value) {
      heap = value;
      return this;
    }

    /** Runs the server with the JIT compilers of production, since its performance is measured. */
    public Builder measured() {
      options = List.of();
      return this;
    }

    /** Sets an environment variable. */
    public Builder env(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** Runs the version of a checkout that {@code mvn package} was run in. */
    public Builder version(Path checkout) {
      version = checkout;
      return this;
    }

    /**
     * Lets the server do TLS. Its address is by https then.
     *
     * @param directory where the files of the certificate are written
     */
    public Builder tls(TestCertificate value, Path directory) {
      certificate = value;
      value.writeTo(directory);
      env("SEALCAST_TLS_CERTIFICATE", directory.resolve("certificate.pem").toString());
      return env("SEALCAST_TLS_PRIVATE_KEY", directory.resolve("key.pem").toString());
    }

    /** Starts the server and waits until it is ready. */
    public SealcastServer start() {
      SealcastServer server = begin();
      server.awaitReady();
      return server;
    }

    /** Starts the server without waiting, since several servers start faster in parallel. */
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
        Files.copy(version.resolve("src/main/liberty/config").resolve(file), config.resolve(file));
      }
      Path apps = Files.createDirectories(config.resolve("apps"));
      Files.copy(version.resolve("target/sealcast.war"), apps.resolve("sealcast.war"));
      Path jdbc = Files.createDirectories(home.resolve("usr/shared/resources/jdbc"));
      Files.copy(driver(), jdbc.resolve("postgresql.jar"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path driver() {
    try {
      return Path.of(
          org.postgresql.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Starts the server after {@link #stop()} or {@link #kill()} on the same port and waits until it
   * is ready.
   */
  public void startAgain() {
    begin();
    awaitReady();
  }

  /** Starts the server again without waiting. */
  public void begin() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + INSTALL.resolve("lib/platform/java/" + javaOptions()));
    command.add("-javaagent:" + INSTALL.resolve("bin/tools/ws-javaagent.jar"));
    command.add("-Djava.awt.headless=true");
    command.addAll(productionOptions());
    command.addAll(options);
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

  /** Returns the JVM options of production. Tests append their own heap size. */
  public static List<String> productionOptions() {
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

  /**
   * Waits until the server is ready. A server that fails to start is stopped, and the cause is
   * thrown.
   */
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

  /** Whether the server is ready at the moment. */
  public boolean isReady() {
    HttpRequest request =
        HttpRequest.newBuilder(plainUri("/health/ready")).timeout(Duration.ofSeconds(10)).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether the process is running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the address of the server without a trailing slash. */
  public URI uri() {
    return certificate == null
        ? URI.create("http://localhost:" + port)
        : URI.create("https://localhost:" + httpsPort);
  }

  /** Returns the address of a path by http, also when the server does TLS. */
  public URI plainUri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  /** Returns the context of clients, which trust the server's certificate. */
  public SSLContext sslContext() {
    try {
      return certificate == null ? SSLContext.getDefault() : TestCertificate.trusting(certificate);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the address of a path, which begins with a slash. */
  public URI uri(String path) {
    return uri().resolve(path);
  }

  /** Returns the WebSocket address of a path. */
  public URI webSocketUri(String path) {
    return URI.create(uri(path).toString().replaceFirst("^http", "ws"));
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

  /** Returns the processes of ffmpeg and ffprobe that the server has started. */
  public List<ProcessHandle> mediaTools() {
    return ProcessHandle.of(pid())
        .orElseThrow()
        .descendants()
        .filter(p -> p.info().command().filter(c -> c.matches(".*/ff(mpeg|probe)")).isPresent())
        .toList();
  }

  /** Kills ffmpeg and ffprobe, as the kernel does when memory is short; returns how many ran. */
  public long killMediaTools() {
    return mediaTools().stream().filter(ProcessHandle::destroyForcibly).count();
  }

  /**
   * Returns the working directory, which has all files that the server writes outside of the
   * storage.
   */
  public Path home() {
    return home;
  }

  /** Returns the file with the console output. */
  public Path log() {
    return home.resolve("logs/console.log");
  }

  /** Stops the server as an administrator would. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Kills the server, as a power failure would. */
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
