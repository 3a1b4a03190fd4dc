package io.sealcast.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Waits until the launcher has written Liberty's environment, or says in one line why it can't
 * start.
 */
public final class AwaitServices {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private AwaitServices() {}

  public static void main(String[] args) throws Exception {
    Path state = Path.of(args[0]);
    Instant until = Instant.now().plus(PATIENCE);
    while (Files.notExists(state.resolve("server.env"))) {
      Path failure = state.resolve("failure.txt");
      if (hasDied(state) && Files.notExists(failure)) {
        Files.writeString(
            failure, "Database and broker ended before they were ready; start again.");
      }
      if (Files.notExists(failure) && Instant.now().isAfter(until)) {
        Files.writeString(
            failure,
            "Database and broker didn't start within " + PATIENCE.toMinutes() + " minutes.");
      }
      if (Files.exists(failure)) {
        Preflight.say(Files.readString(failure));
        return;
      }
      Thread.sleep(100);
    }
  }

  /** Whether the launcher began and is no more: killed, or out of memory. */
  static boolean hasDied(Path state) throws IOException {
    Path process = state.resolve(ServicesLauncher.PROCESS);
    return Files.exists(process)
        && ProcessHandle.of(Long.parseLong(Files.readString(process).trim()))
            .map(p -> !p.isAlive())
            .orElse(true)
        && Files.notExists(state.resolve("server.env"));
  }
}
