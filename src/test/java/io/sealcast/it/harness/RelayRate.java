package io.sealcast.it.harness;

import java.util.concurrent.TimeUnit;

/**
 * Limits and measures the rate of one direction of a {@link FaultyNetwork}, over all its
 * connections.
 */
public final class RelayRate {
  private static final long UNLIMITED = Long.MAX_VALUE;

  /**
   * Minimum length in bytes of a packet that counts as video data; smaller ones belong to the
   * protocol.
   */
  private static final int LARGE = 1024;

  private long bytesPerSecond = UNLIMITED;
  private long freeAt = System.nanoTime();
  private long carried;
  private long lastAt = System.nanoTime();
  private long longestGap;

  public synchronized void limit(long newBytesPerSecond) {
    bytesPerSecond = newBytesPerSecond;
    freeAt = System.nanoTime();
    notifyAll();
  }

  public void unlimited() {
    limit(UNLIMITED);
  }

  /** Blocks until the rate permits so many bytes. */
  public synchronized void take(int bytes) {
    if (bytesPerSecond == UNLIMITED) {
      return;
    }
    freeAt =
        Math.max(freeAt, System.nanoTime())
            + TimeUnit.SECONDS.toNanos(1) * bytes / Math.max(1, bytesPerSecond);
    long until = freeAt;
    try {
      long left;
      while (bytesPerSecond != UNLIMITED && (left = until - System.nanoTime()) > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 100_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public synchronized void carried(int bytes) {
    carried += bytes;
    if (bytes >= LARGE) {
      long now = System.nanoTime();
      longestGap = Math.max(longestGap, now - lastAt);
      lastAt = now;
    }
  }

  /** Returns the number of bytes that were relayed so far. */
  public synchronized long carried() {
    return carried;
  }

  /** Starts the measurement of gaps. */
  public synchronized void mark() {
    lastAt = System.nanoTime();
    longestGap = 0;
  }

  /** Returns the longest time in seconds without bytes since {@link #mark}. */
  public synchronized double longestGap() {
    return longestGap / 1e9;
  }
}
