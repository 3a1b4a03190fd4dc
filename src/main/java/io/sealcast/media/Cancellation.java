package io.sealcast.media;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A flag by which a caller tells a running task that its result is no longer wanted. Thread-safe.
 */
public final class Cancellation {
  private final @Nullable Cancellation whole;
  private volatile boolean cancelled;

  public Cancellation() {
    this(null);
  }

  private Cancellation(@Nullable Cancellation whole) {
    this.whole = whole;
  }

  /**
   * Returns the flag for a part of the task. It is cancelled alone, or together with the whole
   * task.
   */
  public Cancellation ofPart() {
    return new Cancellation(this);
  }

  /** Asks the task to stop. The task stops within a second. */
  public void cancel() {
    cancelled = true;
  }

  /** Throws {@link CancellationException} once {@link #cancel()} was called. */
  public void check() {
    if (whole != null) {
      whole.check();
    }
    if (cancelled) {
      throw new CancellationException();
    }
  }
}
