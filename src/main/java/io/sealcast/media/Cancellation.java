package io.sealcast.media;

import java.util.concurrent.CancellationException;

/** Tells work that its result is no longer wanted. Safe for many threads. */
public final class Cancellation {
  private volatile boolean cancelled;

  /** Asks the work to stop; it does so within a second. */
  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /** Throws {@link CancellationException} once {@link #cancel()} was called. */
  public void check() {
    if (cancelled) {
      throw new CancellationException();
    }
  }
}
