package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A processing job of a video that the broker hasn't acknowledged yet. */
@Entity
@Table(name = "unsent_job")
public class UnsentJob {
  @Id
  @Column(name = "video_id")
  private long fileId;

  @Column(name = "job_id", nullable = false, updatable = false)
  private String jobId;

  @Column(name = "expires_at", nullable = false, updatable = false)
  private Instant expiresAt;

  @Column(name = "sealed_data_key", updatable = false)
  private byte @Nullable [] sealedDataKey;

  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt = Instant.now();

  protected UnsentJob() {}

  /** Creates the notice of a job whose key is stored as {@code key}. */
  public UnsentJob(JobKey key) {
    this.fileId = key.getFileId();
    this.jobId = key.getJobId();
    this.expiresAt = key.getExpiresAt();
  }

  public long getFileId() {
    return fileId;
  }

  public String getJobId() {
    return jobId;
  }

  public Instant getExpiresAt() {
    return expiresAt;
  }

  /** Returns the sealed data key of a job that an earlier version has left, else null. */
  public byte @Nullable [] getSealedDataKey() {
    return sealedDataKey == null ? null : sealedDataKey.clone();
  }
}
