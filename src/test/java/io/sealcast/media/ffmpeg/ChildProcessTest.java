package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealcast.media.Cancellation;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildProcessTest {
  private static final Path SHELL = Path.of("/bin/sh");

  @BeforeAll
  static void needsAShell() {
    assumeTrue(Files.isExecutable(SHELL), "skipped: this system has no /bin/sh");
  }

  private static ChildProcess.Outcome run(String script) {
    return run(script, InputStream::readAllBytes, new Cancellation());
  }

  private static ChildProcess.Outcome run(
      String script, ChildProcess.Reader reader, Cancellation cancellation) {
    Duration limit = Duration.ofMinutes(1);
    return ChildProcess.run(
        List.of(SHELL.toString(), "-c", script),
        Map.of(),
        new ChildProcess.Limits(limit, limit, () -> 0, 0),
        reader,
        cancellation);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "SEGV", "ABRT", "BUS", "TERM"})
  void aProgramThatASignalEndedWasInterrupted(String signal) {
    assertRefused(ErrorCode.PROCESSING_INTERRUPTED, "kill -" + signal + " $$");
  }

  @Test
  void ffmpegsOwnEndAfterASignalIsOneToo() {
    assertRefused(ErrorCode.PROCESSING_INTERRUPTED, "exit 255");
  }

  /**
   * The last bytes of AVERROR codes: bad data, EIO, ECONNRESET, a broken pipe, EPERM with words.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"exit 183", "exit 251", "exit 152", "exit 224", "echo [error] no >&2; exit 255"})
  void aProgramThatEndsByItselfWasNot(String script) {
    assertThat(run(script).exitCode()).isGreaterThan(128);
  }

  @Test
  void aProgramWhoseReaderHasSeenEnoughWasNot() {
    ChildProcess.Outcome outcome =
        run("while :; do echo line; done", in -> in.readNBytes(10), new Cancellation());
    assertThat(outcome.exitCode()).isNotZero();
  }

  @Test
  void aProgramThatIsNotThereIsNotTheFilesFault() {
    assertThatThrownBy(
            () ->
                ChildProcess.run(
                    List.of("/bin/sh", "-c", "true\0"),
                    Map.of(),
                    new ChildProcess.Limits(Duration.ZERO, Duration.ZERO, () -> 0, 0),
                    InputStream::readAllBytes,
                    new Cancellation()))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PROCESSING_INTERRUPTED));
  }

  /** When a server stops, its child processes may be killed before their tasks are cancelled. */
  @Test
  void whatWasCancelledIsNotCalledInterrupted() {
    Cancellation cancellation = new Cancellation();
    assertThatThrownBy(
            () ->
                run(
                    "kill -KILL $$",
                    in -> {
                      in.readAllBytes();
                      cancellation.cancel();
                    },
                    cancellation))
        .isInstanceOf(CancellationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[error] Error while opening encoder: Cannot allocate memory",
        "x264 [error]: malloc of size 21414530 failed",
        "ffmpeg: error while loading shared libraries: failed to map segment from shared object"
      })
  void aLackOfMemoryIsNotTheFilesFault(String words) {
    assertThat(Diagnosis.of(List.of(words)).code()).isEqualTo(ErrorCode.PROCESSING_INTERRUPTED);
  }

  /** Without enough address space, ffmpeg can't start its threads and waits for them for ever. */
  @Test
  void aStandstillForLackOfMemoryIsNotTheFilesFault() {
    assertStandstill(
        ErrorCode.PROCESSING_INTERRUPTED,
        "echo '[error] pthread_create failed: Resource temporarily unavailable' >&2; sleep 60");
    assertStandstill(ErrorCode.PROCESSING_TIMEOUT, "sleep 60");
  }

  private static void assertStandstill(ErrorCode code, String script) {
    ChildProcess.Limits limits =
        new ChildProcess.Limits(Duration.ofMinutes(1), Duration.ofSeconds(1), () -> 0, 0);
    assertThatThrownBy(
            () ->
                ChildProcess.run(
                    List.of(SHELL.toString(), "-c", script),
                    Map.of(),
                    limits,
                    InputStream::readAllBytes,
                    new Cancellation()))
        .isInstanceOfSatisfying(DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void assertRefused(ErrorCode code, String script) {
    assertThatThrownBy(() -> run(script))
        .isInstanceOfSatisfying(DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
