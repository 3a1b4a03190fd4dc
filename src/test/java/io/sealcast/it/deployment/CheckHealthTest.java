package io.sealcast.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Tests the health check of the image against servers that are starting or unhealthy. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "it reads /proc, as in the image")
class CheckHealthTest {
  static final String PROGRAM = "/opt/sealcast/check-health";
  static final Path SOURCE = Path.of("src/main/docker/check-health");

  private static final int LONG_AGO = 0;
  private static final int STILL_STARTING = 1_000_000_000;

  private final AtomicInteger askedWhetherStarted = new AtomicInteger();
  private HttpServer server;
  private volatile int refusals;
  private volatile int health = 200;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health/started",
        exchange ->
            answer(exchange, askedWhetherStarted.incrementAndGet() > refusals ? 200 : 503, ""));
    server.createContext("/health", exchange -> answer(exchange, health, "no ffmpeg"));
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status, String words) throws IOException {
    byte[] body = words.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private record Outcome(int exit, String output) {}

  private Outcome check(int secondsForStart) throws IOException, InterruptedException {
    assumeTrue(hasCurl(), "skipped: the image's curl isn't installed here");
    Process check =
        new ProcessBuilder(
                "sh",
                SOURCE.toString(),
                Integer.toString(secondsForStart),
                "http://localhost:" + server.getAddress().getPort())
            .redirectErrorStream(true)
            .start();
    String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Outcome(check.exitValue(), output);
  }

  private static boolean hasCurl() throws InterruptedException {
    try {
      return new ProcessBuilder("curl", "--fail-with-body", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void waitsWhileTheServerStarts() throws Exception {
    refusals = 2;
    assertThat(check(STILL_STARTING).exit()).isZero();
    assertThat(askedWhetherStarted).hasValue(3);
  }

  @Test
  void isNoLongerStartingOnceTheServerHasStartedAndSaysWhatIsMissing() throws Exception {
    health = 503;
    Outcome outcome = check(STILL_STARTING);
    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.output()).contains("no ffmpeg");
    assertThat(askedWhetherStarted).hasValue(1);
  }

  @Test
  void doesNotWaitForAStartThatShouldBeOver() throws Exception {
    refusals = Integer.MAX_VALUE;
    health = 503;
    assertThat(check(LONG_AGO).exit()).isNotZero();
    server.stop(0);
    assertThat(check(LONG_AGO).exit()).isNotZero();
  }
}
