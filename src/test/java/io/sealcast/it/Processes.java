package io.sealcast.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends processes that a test started. */
public final class Processes {
  private Processes() {}

  /** Asks it to end, and insists after this time. */
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
