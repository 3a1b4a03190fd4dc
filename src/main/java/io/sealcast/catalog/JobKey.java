package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The sealed data key of a video's current job. The row exists until the job has ended. */
@Entity
@Table(name = "job_key")
public class JobKey {
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

  protected JobKey() {}

  /**
   * Creates the key of a job.
   *
   * @param fileId id of the video
   * @param jobId id of the job, to which the seal of the data key is bound
   * @param expiresAt time after which the vault rejects the sealed key
   * @param sealedDataKey the data key, sealed by the vault
   */
  public JobKey(long fileId, String jobId, Instant expiresAt, byte[] sealedDataKey) {
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
