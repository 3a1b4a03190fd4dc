package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which worker processes a video and until when, the number of attempts, and the pause before the
 * next one. A lease that isn't renewed expires, so that another worker can take it.
 */
@Embeddable
public class JobLease {
  private @Nullable String worker;

  @Column(name = "lease_until")
  private @Nullable Instant leaseUntil;

  @Column(nullable = false)
  private int attempts;

  @Column(name = "not_before")
  private @Nullable Instant notBefore;

  protected JobLease() {}

  /** Whether nobody has the lease and the pause after the last attempt is over. */
  boolean isFree(Instant now) {
    boolean expired = leaseUntil == null || leaseUntil.isBefore(now);
    boolean due = notBefore == null || !now.isBefore(notBefore);
    return expired && due;
  }

  boolean isHeldBy(String candidate) {
    return candidate.equals(worker);
  }

  /** Gives the lease to a worker, whoever has it, and ends the pause. */
  void take(String byWorker, Instant until) {
    worker = byWorker;
    leaseUntil = until;
    notBefore = null;
  }

  void renew(Instant until) {
    leaseUntil = until;
  }

  void release() {
    worker = null;
    leaseUntil = null;
    notBefore = null;
  }

  /** Releases the lease. Nobody can take it before {@code next}. */
  void releaseUntil(Instant next) {
    release();
    notBefore = next;
  }

  void countAttempt() {
    attempts++;
  }

  void uncountAttempt() {
    attempts--;
  }

  /** Releases the lease and forgets the attempts. */
  void reset() {
    release();
    attempts = 0;
  }

  int attempts() {
    return attempts;
  }

  @Nullable Instant notBefore() {
    return notBefore;
  }
}
