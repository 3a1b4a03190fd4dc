package io.sealcast.account;

import io.sealcast.limit.KeyedBulkhead;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Limits the number of concurrent uses of a resource, in total and per account. The bulkheads of
 * MicroProfile Fault Tolerance and Resilience4j have no limit per account, and Bucket4j limits
 * rates. Thread-safe.
 */
public final class AccountBulkhead {
  private final KeyedBulkhead<Long> bulkhead;
  private final Duration retryAfter;

  /**
   * Creates a bulkhead.
   *
   * @param most maximum number of permits in use
   * @param mostPerAccount maximum number of permits in use by one account
   * @param retryAfter time after which a rejected caller may try again
   */
  public AccountBulkhead(int most, int mostPerAccount, Duration retryAfter) {
    this.bulkhead = new KeyedBulkhead<>(most, mostPerAccount);
    this.retryAfter = retryAfter;
  }

  /** A permit that is in use until it is closed. Closing it again has no effect. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a permit.
   *
   * @throws DomainException TOO_MANY_REQUESTS when the account uses all of its permits, OVERLOADED
   *     when all permits are in use; both with the time to wait
   */
  public Permit take(long accountId) {
    switch (bulkhead.take(accountId)) {
      case KEY_FULL ->
          throw DomainException.retryLater(
              ErrorCode.TOO_MANY_REQUESTS,
              "Too much of this is under way under your name; wait until some of it has ended.",
              retryAfter);
      case FULL -> throw DomainException.retryLater(ErrorCode.OVERLOADED, retryAfter);
      case TAKEN -> {
        // the caller has a permit
      }
    }
    AtomicBoolean given = new AtomicBoolean();
    return () -> {
      if (given.compareAndSet(false, true)) {
        bulkhead.release(accountId);
      }
    };
  }

  /** Returns the number of permits in use. */
  public int taken() {
    return bulkhead.taken();
  }
}
