package io.sealcast.it;

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
 * nginx on this machine: with the configuration of docs/operations.md, but for addresses and TLS,
 * or bare, as Debian ships it, with no more than {@code proxy_pass} in its location.
 */
final class NginxProxy implements AutoCloseable {
  private static final Pattern CONFIGURATION =
      Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);

  /** What of Debian's nginx.conf concerns a proxy; all other settings are nginx's own defaults. */
  private static final String DEBIAN =
      "sendfile on;\ntcp_nopush on;\ntypes_hash_max_size 2048;\n"
          + "default_type application/octet-stream;\ngzip on;\n";

  /** Tells which configuration answers: the workers of the one before live on for a while. */
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

  /** The program, where this machine has it. */
  static Optional<Path> program() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** As docs/operations.md has it. */
  static NginxProxy start(Path program, URI server, Path home) throws IOException {
    NginxProxy proxy = new NginxProxy(program, home);
    proxy.write(proxy.documented(server));
    proxy.begin();
    return proxy;
  }

  /** As nobody has configured it. */
  static NginxProxy bare(Path program, URI server, Path home) throws IOException {
    NginxProxy proxy = new NginxProxy(program, home);
    proxy.write(proxy.undocumented(server, List.of()));
    proxy.begin();
    return proxy;
  }

  /**
   * What an administrator does to a bare one: adds these to the location, and reloads.
   *
   * @param directives each with its semicolon
   */
  void configure(URI server, String... directives) throws IOException {
    generation++;
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

  private String documented(URI server) throws IOException {
    Matcher matcher = CONFIGURATION.matcher(Files.readString(Path.of("docs/operations.md")));
    assertThat(matcher.find()).as("an nginx block in docs/operations.md").isTrue();
    return matcher
        .group(1)
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
    text.append("daemon off;\nerror_log stderr;\npid ").append(home.resolve("pid")).append(";\n");
    text.append("events {}\nhttp {\naccess_log off;\n");
    for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
      text.append(kind).append("_temp_path ").append(home.resolve(kind)).append(";\n");
    }
    Files.writeString(home.resolve("nginx.conf"), text.append(http).append("}\n"));
  }

  URI uri() {
    return uri("127.0.0.1");
  }

  /** Its address under a name that the browser takes for this machine's. */
  URI uri(String host) {
    return URI.create("http://" + host + ":" + port);
  }

  @Override
  public void close() {
    Processes.end(process, Duration.ofSeconds(30));
  }
}
