package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;

/**
 * Something that is still to be made of a video, by any processor: a row with a lease. Except for a
 * {@link PieceStep}, it is made of a processed video, and is gone when it is made or can't be made.
 */
@MappedSuperclass
public abstract class LeasedStep {
  @Id
  @Column(name = "step_id")
  private UUID stepId;

  @Column(name = "video_id", nullable = false, updatable = false)
  private long fileId;

  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt;

  @Embedded private JobLease lease = new JobLease();

  protected LeasedStep() {}

  LeasedStep(long fileId, Instant now) {
    this.stepId = UUID.randomUUID();
    this.fileId = fileId;
    this.createdAt = now;
  }

  /**
   * Takes the lease, provided that nobody has it and the pause after the last attempt is over.
   *
   * @return whether the lease was taken
   */
  boolean acquireLease(String byWorker, Instant now, Instant until) {
    if (!lease.isFree(now)) {
      return false;
    }
    lease.take(byWorker, until);
    lease.countAttempt();
    return true;
  }

  boolean isLeasedTo(String candidate) {
    return lease.isHeldBy(candidate);
  }

  void renew(Instant until) {
    lease.renew(until);
  }

  /** Releases the lease after a failed attempt. The next attempt may begin at {@code next}. */
  void abandon(Instant next) {
    lease.releaseUntil(next);
  }

  /** Releases the lease when nothing is left to be made. */
  void release() {
    lease.release();
  }

  /** Releases the lease at a shutdown, which doesn't count as a failed attempt. */
  void handBack() {
    lease.release();
    lease.uncountAttempt();
  }

  public UUID getStepId() {
    return stepId;
  }

  public long getFileId() {
    return fileId;
  }

  public int getAttempts() {
    return lease.attempts();
  }
}
