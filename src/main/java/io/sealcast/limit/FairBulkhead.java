package io.sealcast.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits the number of callers that do something at the same time, and admits callers of different
 * keys, for instance accounts, in turn: a key has few callers that run or wait with those of other
 * keys, so that many callers of one key delay another key by these few. The number of callers that
 * wait isn't limited here. Thread-safe.
 */
public final class FairBulkhead<K> {
  private final Semaphore permits;
  private final int perKey;
  private final Duration patience;

  @GuardedBy("this")
  private final Map<K, Line> lines = new HashMap<>();

  /** The callers of one key. */
  private static final class Line {
    final Semaphore first;
    int callers;

    Line(int admitted) {
      first = new Semaphore(admitted, true);
    }
  }

  /**
   * Creates a bulkhead with one caller per key.
   *
   * @param concurrent maximum number of callers at the same time
   * @param patience as in the other constructor
   */
  public FairBulkhead(int concurrent, Duration patience) {
    this(concurrent, 1, patience);
  }

  /**
   * Creates a bulkhead.
   *
   * @param concurrent maximum number of callers at the same time
   * @param perKey maximum number of callers of a key that run or wait with those of other keys
   * @param patience maximum time that a caller waits among those of its key, and then among those
   *     of all keys
   */
  public FairBulkhead(int concurrent, int perKey, Duration patience) {
    this.permits = new Semaphore(concurrent, true);
    this.perKey = perKey;
    this.patience = patience;
  }

  /** Work that may fail with one kind of exception beside that of its run. */
  @FunctionalInterface
  public interface Work<E extends Exception, F extends Exception> {
    /** Does the work. */
    void run() throws E, F;
  }

  /**
   * Does the work when it is the caller's turn.
   *
   * @throws DomainException OVERLOADED when the caller has waited too long
   */
  public <E extends Exception, F extends Exception> void run(K key, Work<E, F> work) throws E, F {
    Line line = join(key);
    try {
      acquire(line.first);
      try {
        acquire(permits);
        try {
          work.run();
        } finally {
          permits.release();
        }
      } finally {
        line.first.release();
      }
    } finally {
      leave(key, line);
    }
  }

  private synchronized Line join(K key) {
    Line line = lines.computeIfAbsent(key, k -> new Line(perKey));
    line.callers++;
    return line;
  }

  private synchronized void leave(K key, Line line) {
    line.callers--;
    if (line.callers == 0) {
      lines.remove(key);
    }
  }

  private void acquire(Semaphore semaphore) {
    try {
      if (semaphore.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw DomainException.retryLater(ErrorCode.OVERLOADED, Duration.ofSeconds(2));
  }

  /** Returns the number of keys that have a caller. */
  public synchronized int keys() {
    return lines.size();
  }
}
