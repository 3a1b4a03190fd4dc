package io.sealcast.media.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealcast.media.Cancellation;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests what a program that a stranger's file has taken over reaches from within the sandbox. */
@EnabledOnOs(OS.LINUX)
class SandboxTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The largest number of an int, which no process has. */
  private static final long NOBODY = Integer.MAX_VALUE;

  private static final String[] FORBIDDEN = {
    "file0", "file1", "environ", "memory", "command", "passwd", "write", "mode", "remove", "other",
    "outside", "udp", "unix", "ipv6", "listen", "process", "signal"
  };

  @TempDir private Path programs;
  @TempDir private Path secrets;

  private FfmpegProgram program;

  @BeforeEach
  void install() throws IOException {
    Path ffmpeg = programs.resolve("ffmpeg");
    try (InputStream script = SandboxTest.class.getResourceAsStream("attacker.pl")) {
      Files.copy(script, ffmpeg);
    }
    Files.setPosixFilePermissions(ffmpeg, PosixFilePermissions.fromString("rwx------"));
    program = new FfmpegProgram(ffmpeg, false);
    Files.writeString(secrets.resolve("service.key"), "the service key");
    Files.writeString(secrets.resolve("service.key.other"), "");
    Files.writeString(secrets.resolve("database.password"), "the password");
  }

  @Test
  void aProgramThatIsTakenOverGetsNothing() throws IOException {
    Sandbox sandbox = Sandbox.probe();
    assumeTrue(sandbox.isWhole(), () -> "skipped: this machine restricts only " + sandbox);

    Map<String, String> got = attack(sandbox);

    assertThat(got).containsEntry("own", "the video").containsEntry("environment", "");
    for (String attempt : FORBIDDEN) {
      assertThat(got).containsEntry(attempt, "");
    }
    assumeTrue(sandbox.hasOwnNetwork(), "skipped: this machine has no network namespace for users");
    assertThat(got).containsEntry("same_port", "");
  }

  /** Containers have no right to make namespaces. */
  @Test
  void norWithoutNamespaces() throws IOException {
    Sandbox sandbox = Sandbox.probe().without(Sandbox.NAMESPACE);
    assumeTrue(sandbox.isWhole(), () -> "skipped: this machine restricts only " + sandbox);

    Map<String, String> got = attack(sandbox);

    assertThat(got).containsEntry("own", "the video").containsEntry("environment", "");
    for (String attempt : FORBIDDEN) {
      assertThat(got).containsEntry(attempt, "");
    }
  }

  /** The attacker works: without a sandbox it gets all but what the server itself refuses. */
  @Test
  void withoutASandboxItGetsThem() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "skipped: no perl for the attacker");
    assumeTrue(PeerProcess.isKnown(), "skipped: this machine doesn't tell who is connected");

    Map<String, String> got = attack(Sandbox.none("this is a test"));

    assertThat(got)
        .containsEntry("file0", "the service key")
        .containsEntry("file1", "the password")
        .containsEntry("outside", "connected")
        .containsEntry("same_port", "connected")
        .containsEntry("udp", "socket")
        .containsEntry("process", "forked")
        .containsEntry("signal", "sent")
        .containsEntry("mode", "changed")
        .containsEntry("remove", "removed")
        .containsEntry("own", "the video")
        .containsEntry("other", "");
    assertThat(got.get("command")).contains("java");
    // what the shell that sets the limits defines
    assertThat(got.get("environment").split(" ")).isSubsetOf("", "PWD", "OLDPWD", "SHLVL", "_");
  }

  @Test
  void thePathAloneOpensNothing() throws IOException {
    assumeTrue(PeerProcess.isKnown(), "skipped: this machine doesn't tell who is connected");
    try (LoopbackLink link = link("the video")) {
      link.answerOnly(NOBODY);
      assertThatThrownBy(() -> URI.create(link.inputUrl()).toURL().openStream().readAllBytes())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("403");
    }
  }

  @Test
  void coreDumpsFilesAndDescriptorsAreLimited() {
    for (Sandbox sandbox : List.of(Sandbox.probe(), Sandbox.none("this is a test"))) {
      StringBuilder limits = new StringBuilder();
      shell(
          sandbox,
          "ulimit -c; ulimit -f; ulimit -n",
          in -> limits.append(new String(in.readAllBytes(), UTF_8)),
          new Cancellation());
      assertThat(limits.toString()).isEqualTo("0\n0\n128\n");
    }
  }

  @Test
  void anEndByASignalIsToldAsSuch() {
    assertThatThrownBy(
            () ->
                shell(
                    Sandbox.probe(),
                    "kill -SEGV $$",
                    InputStream::readAllBytes,
                    new Cancellation()))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PROCESSING_INTERRUPTED));
  }

  /** For instance when the system has no room for another namespace. */
  @Test
  void aProgramThatIsNotStartedIsNotTheFilesFault() {
    Sandbox sandbox = Sandbox.probe();
    assumeTrue(sandbox.isWhole(), () -> "skipped: this machine restricts only " + sandbox);
    for (Sandbox each : List.of(sandbox, sandbox.without(Sandbox.NAMESPACE))) {
      try (LoopbackLink link = link("")) {
        ChildProcess.Outcome outcome =
            ChildProcess.run(
                each.launch(program, List.of("/nowhere/ffmpeg"), link.port(), 0),
                new ChildProcess.Limits(LIMIT, LIMIT, () -> 0, 0),
                InputStream::readAllBytes,
                new Cancellation(),
                link::answerOnly);
        assertThat(Sandbox.failed(outcome)).isTrue();
      }
    }
    assertThat(Sandbox.failed(new ChildProcess.Outcome(126, List.of("[error] no")))).isFalse();
    assertThat(Sandbox.failed(new ChildProcess.Outcome(1, List.of("sandbox: x")))).isFalse();
  }

  @Test
  void whoeverCancelsTheLauncherEndsTheProgram() {
    AtomicLong pid = new AtomicLong();
    Cancellation cancellation = new Cancellation();
    assertThatThrownBy(
            () ->
                shell(
                    Sandbox.probe(),
                    "echo $$; exec sleep 600",
                    in -> {
                      BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
                      pid.set(Long.parseLong(lines.readLine()));
                      cancellation.cancel();
                    },
                    cancellation))
        .isInstanceOf(CancellationException.class);
    assertThat(pid.get()).isPositive();
    Awaitility.await("the program ends")
        .atMost(Duration.ofSeconds(10))
        .until(() -> ProcessHandle.of(pid.get()).filter(ProcessHandle::isAlive).isEmpty());
  }

  private void shell(
      Sandbox sandbox, String script, ChildProcess.Reader reader, Cancellation cancellation) {
    try (LoopbackLink link = link("")) {
      ChildProcess.run(
          sandbox.launch(program, List.of("/bin/sh", "-c", script), link.port(), 0),
          new ChildProcess.Limits(LIMIT, LIMIT, () -> 0, 0),
          reader,
          cancellation,
          link::answerOnly);
    }
  }

  /** Runs the attacker as ffmpeg is run, and returns what each of its attempts got. */
  private Map<String, String> attack(Sandbox sandbox) throws IOException {
    StringBuilder report = new StringBuilder();
    InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
    try (LoopbackLink link = link("the video");
        LoopbackLink other = link("another video");
        ServerSocket outside = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        ServerSocket samePort = new ServerSocket(link.port(), 10, elsewhere)) {
      other.answerOnly(NOBODY);
      List<String> command = new ArrayList<>();
      command.add(program.ffmpeg().toString());
      command.add(Long.toString(ProcessHandle.current().pid()));
      command.add(Integer.toString(samePort.getLocalPort()));
      command.add(URI.create(link.inputUrl()).getPath());
      command.add(Integer.toString(other.port()));
      command.add(URI.create(other.inputUrl()).getPath());
      command.add(Integer.toString(outside.getLocalPort()));
      command.add(secrets.resolve("service.key").toString());
      command.add(secrets.resolve("database.password").toString());
      ChildProcess.Outcome outcome =
          ChildProcess.run(
              sandbox.launch(program, command, link.port(), 1024),
              new ChildProcess.Limits(LIMIT, LIMIT, () -> 0, 0),
              in -> report.append(new String(in.readAllBytes(), UTF_8)),
              new Cancellation(),
              link::answerOnly);
      assertThat(outcome.errors()).isEmpty();
    }
    Map<String, String> got = new HashMap<>();
    report
        .toString()
        .lines()
        .forEach(line -> got.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    return got;
  }

  private static LoopbackLink link(String content) {
    return new LoopbackLink(MediaLab.source(content.getBytes(UTF_8)), null);
  }
}
