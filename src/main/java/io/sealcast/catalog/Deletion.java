package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of a video whose rows are gone. It is carried out until nothing is left in the
 * storage, and is kept for some time after that, since a processor that has lost its lease may
 * still write.
 */
@Entity
@Table(name = "deletion")
public class Deletion {
  /** Time after which no process writes anything for the video any more. */
  public static final Duration GRACE = Duration.ofMinutes(10);

  @Id
  @Column(name = "video_id")
  private long fileId;

  @Column(name = "owner_id", nullable = false, updatable = false)
  private long ownerId;

  @Column(name = "job_id", updatable = false)
  private @Nullable String jobId;

  @Column(name = "requested_at", nullable = false, updatable = false)
  private Instant requestedAt;

  @Column(nullable = false)
  private int attempts;

  @Column(name = "next_try", nullable = false)
  private Instant nextTry;

  protected Deletion() {}

  /**
   * Creates a deletion.
   *
   * @param jobId id of the video's job that hasn't ended, or null
   */
  public Deletion(long fileId, long ownerId, @Nullable String jobId, Instant now) {
    this.fileId = fileId;
    this.ownerId = ownerId;
    this.jobId = jobId;
    this.requestedAt = now;
    this.nextTry = now.plus(DeletionPauses.HEAD_START);
  }

  public long getFileId() {
    return fileId;
  }

  public long getOwnerId() {
    return ownerId;
  }

  public @Nullable String getJobId() {
    return jobId;
  }

  /** Whether no instance has tried to carry it out yet. */
  public boolean isNew() {
    return attempts == 0;
  }

  public Instant getNextTry() {
    return nextTry;
  }

  /** Whether nobody can write for the video any more, so that a pass that succeeds is the last. */
  public boolean isLastPass(Instant now) {
    return !now.isBefore(requestedAt.plus(GRACE));
  }

  /**
   * Records a pass after which nothing was left. One more follows when nobody can write any more.
   */
  public void succeeded() {
    attempts = 1;
    nextTry = requestedAt.plus(GRACE);
  }

  /** Records a pass that failed. The pauses grow from 5 seconds to 5 minutes. */
  public void failed(Instant now) {
    nextTry = now.plus(DeletionPauses.after(attempts));
    attempts++;
  }
}
