package io.sealcast.media;

import java.util.concurrent.CancellationException;

/**
 * A flag by which a caller tells a running task that its result is no longer wanted. Thread-safe.
 */
public final class Cancellation {
  private volatile boolean cancelled;

  /** Asks the task to stop. The task stops within a second. */
  public void cancel() {
    cancelled = true;
  }

  /** Throws {@link CancellationException} once {@link #cancel()} was called. */
  public void check() {
    if (cancelled) {
      throw new CancellationException();
    }
  }
}
