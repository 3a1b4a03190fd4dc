package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The order to process a video, as long as the broker hasn't acknowledged it. */
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
   * An order that is to be sent.
   *
   * @param jobId the id that the data key is sealed under
   * @param expiresAt after which the seal is refused
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
