package io.sealcast.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.embedded.Ports;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An nginx on this machine, either with the configuration of docs/operations.md except for
 * addresses and TLS, or with Debian's default configuration and only {@code proxy_pass} in its
 * location. It can also store files, to compare Sealcast with.
 */
public final class NginxProxy implements AutoCloseable {
  private static final Pattern CONFIGURATION =
      Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);

  /**
   * The settings of Debian's nginx.conf that concern a proxy. All other settings have nginx's
   * defaults.
   */
  private static final String DEBIAN =
      "sendfile on;\ntcp_nopush on;\ntypes_hash_max_size 2048;\n"
          + "default_type application/octet-stream;\ngzip on;\n";

  /**
   * A path that identifies the active configuration, since workers of the previous one run on for a
   * while.
   */
  private static final String GENERATION = "/generation-of-the-proxy";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path program;
  private final Path home;
  private final int port = Ports.free();
  private Process process;
  private int generation;

  private NginxProxy(Path program, Path home) throws IOException {
    this.program = program;
    this.home = Files.createDirectories(home);
  }

  /** Returns the path of nginx, or empty when this machine has none. */
  public static Optional<Path> program() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts nginx with the configuration of docs/operations.md. */
  public static NginxProxy start(Path program, URI server, Path home) throws IOException {
    NginxProxy proxy = new NginxProxy(program, home);
    proxy.write(proxy.documented(server));
    proxy.begin();
    return proxy;
  }

  /**
   * Starts nginx with the configuration of docs/operations.md for the base path {@code /videos}.
   * All requests to other paths are answered and logged by a neighbour.
   */
  public static NginxProxy underPath(Path program, URI server, Path home) throws IOException {
    NginxProxy proxy = new NginxProxy(program, home);
    proxy.write(proxy.documentedUnderPath(server));
    proxy.begin();
    return proxy;
  }

  /** Starts nginx with the default configuration. */
  public static NginxProxy bare(Path program, URI server, Path home) throws IOException {
    NginxProxy proxy = new NginxProxy(program, home);
    proxy.write(proxy.undocumented(server, List.of()));
    proxy.begin();
    return proxy;
  }

  /**
   * Starts nginx as a plain store of files, which accepts {@code PUT}. It doesn't wait for the
   * disk.
   */
  public static NginxProxy storing(Path program, Path home) throws IOException {
    NginxProxy store = new NginxProxy(program, home);
    Files.createDirectories(home.resolve("files"));
    store.write(
        ("server {\nlisten 127.0.0.1:" + store.port + ";\nroot " + home.resolve("files"))
            + ";\nclient_max_body_size 0;\ndav_methods PUT;\n}\n");
    store.begin();
    return store;
  }

  /** Returns the file that a {@code PUT} to {@link #storing} has made. */
  public Path stored(String name) {
    return home.resolve("files").resolve(name);
  }

  /**
   * Adds directives to the location and reloads nginx, as an administrator does.
   *
   * @param directives directives, each with its semicolon
   */
  public void configure(URI server, String... directives) throws IOException {
    generation++;
    List<ProcessHandle> former = process.children().toList();
    write(undocumented(server, List.of(directives)));
    run("-s", "reload");
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(uri().resolve(GENERATION)).build();
    Awaitility.await("nginx reloads; see " + home)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                http.send(request, BodyHandlers.ofString())
                    .body()
                    .equals(Integer.toString(generation)));
    // until they have noticed it, former workers take connections too
    Awaitility.await("former workers of nginx end; see " + home)
        .atMost(PATIENCE)
        .until(() -> former.stream().noneMatch(ProcessHandle::isAlive));
  }

  private void begin() throws IOException {
    process = run();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    Awaitility.await("nginx listens; see " + home)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              new Socket(InetAddress.getLoopbackAddress(), port).close();
              return true;
            });
  }

  private Process run(String... arguments) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(program.toString(), "-p", home.toString(), "-c", "nginx.conf"),
                Stream.of(arguments))
            .toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(home.resolve("nginx.log").toFile()))
        .start();
  }

  /** Replaces the locations of the documented server by those that are documented for a path. */
  private String documentedUnderPath(URI server) throws IOException {
    String[] locations = blocks().get(1).strip().split("\n");
    assertThat(locations).as("locations for a path in docs/operations.md").hasSize(2);
    String neighbour = "  location / { access_log " + neighbourLog() + "; return 404; }\n";
    return documented(server)
        .replaceAll("(?m)^ *location ~.*$", Matcher.quoteReplacement(locations[0]))
        .replace("  location / {", neighbour + locations[1]);
  }

  /** Returns the log with the requests that left the base path. */
  public Path neighbourLog() {
    return home.resolve("neighbour.log");
  }

  private static List<String> blocks() throws IOException {
    return CONFIGURATION
        .matcher(Files.readString(Path.of("docs/operations.md")))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private String documented(URI server) throws IOException {
    assertThat(blocks()).as("nginx blocks in docs/operations.md").isNotEmpty();
    return blocks()
        .get(0)
        .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
        .replaceAll("(?m)^ *ssl_certificate.*$", "")
        .replace("http://127.0.0.1:8000", server.toString());
  }

  private String undocumented(URI server, List<String> directives) {
    return DEBIAN
        + ("server {\nlisten 127.0.0.1:" + port + ";\n")
        + ("location = " + GENERATION + " { return 200 " + generation + "; }\n")
        + ("location / {\nproxy_pass "
            + server
            + ";\n"
            + String.join("\n", directives)
            + "\n}\n}\n");
  }

  private void write(String http) throws IOException {
    StringBuilder text = new StringBuilder();
    if ("root".equals(System.getProperty("user.name"))) {
      text.append("user root;\n");
    }
    text.append("daemon off;\nworker_shutdown_timeout 1s;\nerror_log stderr;\npid ")
        .append(home.resolve("pid"))
        .append(";\n");
    text.append("events {}\nhttp {\naccess_log off;\n");
    for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
      text.append(kind).append("_temp_path ").append(home.resolve(kind)).append(";\n");
    }
    Files.writeString(home.resolve("nginx.conf"), text.append(http).append("}\n"));
  }

  public URI uri() {
    return uri("127.0.0.1");
  }

  /**
   * Returns the address of the proxy under a host name that the browser resolves to this machine.
   */
  public URI uri(String host) {
    return URI.create("http://" + host + ":" + port);
  }

  @Override
  public void close() {
    Processes.end(process, Duration.ofSeconds(30));
  }
}
