package io.sealcast.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Notifies processors of a job to process an uploaded video. The key of the job is in the database.
 *
 * @param jobId random id of the job
 * @param fileId id of the video
 * @param recordedKey the sealed key of a job that an earlier version has sent, else null
 */
public record ProcessingJob(String jobId, long fileId, @Nullable RecordedKey recordedKey) {

  /**
   * The data key in the record of an earlier version.
   *
   * @param expiresAt time after which the vault rejects the sealed key
   * @param sealedDataKey the data key, sealed by the vault
   */
  public record RecordedKey(Instant expiresAt, byte[] sealedDataKey) {}

  /** Creates the notice of a job whose key is in the database. */
  public ProcessingJob(String jobId, long fileId) {
    this(jobId, fileId, null);
  }
}
