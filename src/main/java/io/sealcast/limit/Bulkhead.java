package io.sealcast.limit;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Limits the number of callers that do something at the same time, and of those that wait for it,
 * since each of them holds a server thread. Callers are admitted in their order. Thread-safe.
 */
public final class Bulkhead {
  private final Semaphore permits;
  private final int maxWaiting;
  private final Duration patience;
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder rejected = new LongAdder();

  /**
   * Creates a bulkhead.
   *
   * @param concurrent maximum number of callers at the same time
   * @param maxWaiting maximum number of callers that wait
   * @param patience maximum time that a caller waits
   */
  public Bulkhead(int concurrent, int maxWaiting, Duration patience) {
    this.permits = new Semaphore(concurrent, true);
    this.maxWaiting = maxWaiting;
    this.patience = patience;
  }

  /**
   * Does the work when it is the caller's turn.
   *
   * @throws DomainException OVERLOADED when too many callers wait, immediately, or when this one
   *     has waited too long
   */
  public <T> T call(Supplier<T> work) {
    acquire();
    try {
      return work.get();
    } finally {
      permits.release();
    }
  }

  private void acquire() {
    try {
      if (permits.tryAcquire(0, TimeUnit.SECONDS) || await()) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    rejected.increment();
    throw DomainException.retryLater(ErrorCode.OVERLOADED, Duration.ofSeconds(2));
  }

  private boolean await() throws InterruptedException {
    if (waiting.incrementAndGet() > maxWaiting) {
      waiting.decrementAndGet();
      return false;
    }
    try {
      return permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Returns the number of callers that wait. */
  public int waiting() {
    return waiting.get();
  }

  /** Returns the number of callers that were rejected so far. */
  public long rejected() {
    return rejected.sum();
  }
}
