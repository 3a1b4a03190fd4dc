package io.sealcast.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Waits until the launcher has written Liberty's environment. If the launcher fails, this program
 * prints the reason in one line.
 */
public final class AwaitServices {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Maximum time that Maven needs to start the launcher. */
  private static final Duration BEGINNING = Duration.ofSeconds(5);

  private AwaitServices() {}

  public static void main(String[] args) throws Exception {
    Path state = Path.of(args[0]);
    Instant began = Instant.now();
    while (!Files.exists(state.resolve("server.env"))) {
      Optional<String> problem =
          problem(state, Duration.between(began, Instant.now()), hasSiblings());
      if (problem.isPresent()) {
        Preflight.fail(state, problem.get());
        return;
      }
      Thread.sleep(100);
    }
  }

  /**
   * Returns the reason to stop waiting; empty while the launcher may still succeed.
   *
   * @param siblings whether Maven has another child process, which may be the launcher
   */
  static Optional<String> problem(Path state, Duration waited, boolean siblings)
      throws IOException {
    // checked first, since the launcher writes its reason before it ends
    boolean died = hasDied(state);
    Path failure = state.resolve("failure.txt");
    if (Files.exists(failure)) {
      return Optional.of(Files.readString(failure));
    }
    if (died) {
      return Optional.of("Database and broker ended before they were ready; start again.");
    }
    if (!siblings && waited.compareTo(BEGINNING) > 0) {
      return Optional.of(
          "The process of database and broker didn't start; what Java said to that stands above.");
    }
    if (waited.compareTo(PATIENCE) > 0) {
      return Optional.of(
          "Database and broker didn't start within " + PATIENCE.toMinutes() + " minutes.");
    }
    return Optional.empty();
  }

  private static boolean hasSiblings() {
    ProcessHandle self = ProcessHandle.current();
    return self.parent().stream()
        .flatMap(ProcessHandle::children)
        .anyMatch(child -> !child.equals(self));
  }

  /** Whether the launcher was started and has ended, for instance because it was killed. */
  static boolean hasDied(Path state) throws IOException {
    Path process = state.resolve(ServicesLauncher.PROCESS);
    return Files.exists(process)
        && ProcessHandle.of(Long.parseLong(Files.readString(process).trim()))
            .map(p -> !p.isAlive())
            .orElse(true)
        && Files.notExists(state.resolve("server.env"));
  }
}
