package io.sealcast.gateway;

import java.time.Duration;

/**
 * The number of slices that a connection may occupy. It starts at one and grows by one with each
 * slice sent, up to a maximum. When the viewer stops reading, it is reset to one, so that many
 * viewers who don't read occupy one slice each and not a window. Not thread-safe.
 */
public final class SendWindow {
  /** Time without progress after which a viewer counts as having stopped reading. */
  public static final Duration STALLED_AFTER = Duration.ofSeconds(2);

  private final int most;
  private int size = 1;

  /**
   * Creates a window.
   *
   * @param most maximum number of slices, 1 or more
   */
  public SendWindow(int most) {
    this.most = most;
  }

  /** Returns the number of slices that may be occupied at present. */
  public int size() {
    return size;
  }

  /** Handles that a slice was sent. */
  public void grow() {
    size = Math.min(most, size + 1);
  }

  /** Handles that the viewer has stopped reading. */
  public void shrink() {
    size = 1;
  }
}
