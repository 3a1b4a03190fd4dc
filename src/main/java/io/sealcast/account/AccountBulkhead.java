package io.sealcast.account;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Places for what lasts a while, of which one account gets some and never all. The bulkheads of
 * MicroProfile Fault Tolerance and Resilience4j know no accounts, and Bucket4j counts how often and
 * not how many at once.
 */
public final class AccountBulkhead {
  private final int most;
  private final int mostPerAccount;
  private final Duration comeBack;

  @GuardedBy("this")
  private final Map<Long, Integer> byAccount = new HashMap<>();

  @GuardedBy("this")
  private int taken;

  /**
   * @param most places in all
   * @param mostPerAccount those that one account may have
   * @param comeBack when somebody who got none may try again
   */
  public AccountBulkhead(int most, int mostPerAccount, Duration comeBack) {
    this.most = most;
    this.mostPerAccount = mostPerAccount;
    this.comeBack = comeBack;
  }

  /** A place that is taken until it is closed; to close it again does nothing. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a place.
   *
   * @throws DomainException TOO_MANY_REQUESTS when the account has all that it may have, OVERLOADED
   *     when all are taken; both with the time to wait
   */
  public synchronized Permit take(long accountId) {
    int own = byAccount.getOrDefault(accountId, 0);
    if (own >= mostPerAccount) {
      throw DomainException.retryLater(
          ErrorCode.TOO_MANY_REQUESTS,
          "Too much of this is under way under your name; wait until some of it has ended.",
          comeBack);
    }
    if (taken >= most) {
      throw DomainException.retryLater(ErrorCode.OVERLOADED, comeBack);
    }
    taken++;
    byAccount.put(accountId, own + 1);
    AtomicBoolean given = new AtomicBoolean();
    return () -> {
      if (given.compareAndSet(false, true)) {
        giveBack(accountId);
      }
    };
  }

  private synchronized void giveBack(long accountId) {
    taken--;
    byAccount.computeIfPresent(accountId, (id, n) -> n > 1 ? n - 1 : null);
  }

  /** How many are taken. */
  public synchronized int taken() {
    return taken;
  }
}
