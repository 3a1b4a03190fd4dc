package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

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

  @Column(name = "sealed_data_key", nullable = false, updatable = false)
  private byte[] sealedDataKey;

  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt = Instant.now();

  protected UnsentJob() {}

  /**
   * Creates a job that is to be sent.
   *
   * @param fileId id of the video
   * @param jobId id of the job, to which the seal of the data key is bound
   * @param expiresAt time after which the vault rejects the sealed key
   * @param sealedDataKey the data key, sealed by the vault
   */
  public UnsentJob(long fileId, String jobId, Instant expiresAt, byte[] sealedDataKey) {
    this.fileId = fileId;
    this.jobId = jobId;
    this.expiresAt = expiresAt;
    this.sealedDataKey = sealedDataKey.clone();
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

  public byte[] getSealedDataKey() {
    return sealedDataKey.clone();
  }
}
