package io.sealcast.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the concurrent uses of a resource, in total and for each key, for instance an address.
 * Nobody waits. Thread-safe.
 */
public final class KeyedBulkhead<K> {
  private final int most;
  private final int mostPerKey;

  @GuardedBy("this")
  private final Map<K, Integer> byKey = new HashMap<>();

  @GuardedBy("this")
  private int taken;

  /** The result of an attempt to begin a use. */
  public enum Outcome {
    /** The use is counted until {@link #release}. */
    TAKEN,
    /** The key has too many uses. */
    KEY_FULL,
    /** All keys together have too many uses. */
    FULL
  }

  /**
   * Creates a bulkhead.
   *
   * @param most maximum number of uses
   * @param mostPerKey maximum number of uses of one key
   */
  public KeyedBulkhead(int most, int mostPerKey) {
    this.most = most;
    this.mostPerKey = mostPerKey;
  }

  /** Begins a use if there is room. */
  public synchronized Outcome take(K key) {
    int own = byKey.getOrDefault(key, 0);
    if (own >= mostPerKey) {
      return Outcome.KEY_FULL;
    }
    if (taken >= most) {
      return Outcome.FULL;
    }
    taken++;
    byKey.put(key, own + 1);
    return Outcome.TAKEN;
  }

  /** Whether the key has as many uses as it may. */
  public synchronized boolean isFull(K key) {
    return byKey.getOrDefault(key, 0) >= mostPerKey;
  }

  /** Ends a use that was {@link Outcome#TAKEN}. */
  public synchronized void release(K key) {
    taken--;
    byKey.computeIfPresent(key, (k, n) -> n > 1 ? n - 1 : null);
  }

  /** Returns the number of uses. */
  public synchronized int taken() {
    return taken;
  }
}
