package io.sealcast.gateway;

import java.time.Duration;

/**
 * How many pieces a socket may hold: one at first, one more with each that left, up to a most; and
 * one again when its viewer has stopped reading. So hundreds who read nothing hold a piece each and
 * not a window.
 */
public final class SendWindow {
  /** A viewer who took nothing for so long has stopped reading. */
  public static final Duration STALLED_AFTER = Duration.ofSeconds(2);

  private final int most;
  private int size = 1;

  /**
   * @param most 1 or more
   */
  public SendWindow(int most) {
    this.most = most;
  }

  /** Pieces that may be held now. */
  public int size() {
    return size;
  }

  /** A piece has left. */
  public void grow() {
    size = Math.min(most, size + 1);
  }

  /** The viewer has stopped reading. */
  public void shrink() {
    size = 1;
  }
}
