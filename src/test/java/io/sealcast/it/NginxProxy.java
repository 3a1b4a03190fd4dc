package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.embedded.Ports;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** nginx with the configuration of docs/operations.md, but for addresses and TLS. */
final class NginxProxy implements AutoCloseable {
  private static final Pattern CONFIGURATION =
      Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);

  private final Process process;
  private final int port;

  private NginxProxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The program, where this machine has it. */
  static Optional<Path> program() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static NginxProxy start(Path program, URI server, Path home) throws IOException {
    Files.createDirectories(home);
    int port = Ports.free();
    Path configuration = home.resolve("nginx.conf");
    Files.writeString(configuration, around(home, documented(server, port)));
    Process process =
        new ProcessBuilder(
                program.toString(), "-p", home.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("nginx.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    Awaitility.await("nginx listens; see " + home)
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              new Socket(InetAddress.getLoopbackAddress(), port).close();
              return true;
            });
    return new NginxProxy(process, port);
  }

  private static String documented(URI server, int port) throws IOException {
    Matcher matcher = CONFIGURATION.matcher(Files.readString(Path.of("docs/operations.md")));
    assertThat(matcher.find()).as("an nginx block in docs/operations.md").isTrue();
    return matcher
        .group(1)
        .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
        .replaceAll("(?m)^ *ssl_certificate.*$", "")
        .replace("http://127.0.0.1:8000", server.toString());
  }

  private static String around(Path home, String http) {
    StringBuilder text = new StringBuilder();
    if ("root".equals(System.getProperty("user.name"))) {
      text.append("user root;\n");
    }
    text.append("daemon off;\nerror_log stderr;\npid ").append(home.resolve("pid")).append(";\n");
    text.append("events {}\nhttp {\naccess_log off;\n");
    for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
      text.append(kind).append("_temp_path ").append(home.resolve(kind)).append(";\n");
    }
    return text.append(http).append("}\n").toString();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
