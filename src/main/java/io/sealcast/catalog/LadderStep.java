package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A smaller rendition that is still to be made of a processed video. */
@Entity
@Table(name = "ladder_step")
public class LadderStep {
  @Id
  @Column(name = "step_id")
  private UUID stepId;

  @Column(name = "video_id", nullable = false, updatable = false)
  private long fileId;

  @Column(nullable = false, updatable = false)
  private int width;

  @Column(nullable = false, updatable = false)
  private int height;

  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt;

  @Embedded private JobLease lease = new JobLease();

  protected LadderStep() {}

  /**
   * Creates a step.
   *
   * @param width pixels
   * @param height pixels
   */
  LadderStep(long fileId, int width, int height, Instant now) {
    this.stepId = UUID.randomUUID();
    this.fileId = fileId;
    this.width = width;
    this.height = height;
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

  public int getWidth() {
    return width;
  }

  public int getHeight() {
    return height;
  }

  public int getAttempts() {
    return lease.attempts();
  }
}
