package io.sealcast.it.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Terminates processes that a test has started. */
public final class Processes {
  private Processes() {}

  /** Terminates a process, and kills it after the timeout. */
  public static void end(Process process, Duration patience) {
    process.destroy();
    try {
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
