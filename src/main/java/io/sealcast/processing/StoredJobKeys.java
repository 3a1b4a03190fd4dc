package io.sealcast.processing;

import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.JobKeys;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.JobRef;
import io.sealcast.vault.JobSecrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Opens the keys of jobs, which the database and the storage hold together, and erases them. */
@ApplicationScoped
class StoredJobKeys {
  private final JobKeys rows;
  private final JobSecrets secrets;

  @Inject
  StoredJobKeys(JobKeys rows, JobSecrets secrets) {
    this.rows = rows;
    this.secrets = secrets;
  }

  /** Returns the id of a video's current job, or empty when no key is stored. */
  Optional<String> jobOf(long fileId) {
    return rows.find(fileId).map(JobKey::getJobId);
  }

  /** Returns the ids of the current jobs of videos, by the video's id. */
  Map<Long, String> jobsOf(Collection<Long> fileIds) {
    Map<Long, String> jobs = new HashMap<>();
    rows.find(fileIds).forEach((fileId, key) -> jobs.put(fileId, key.getJobId()));
    return jobs;
  }

  /**
   * Opens the key of a job.
   *
   * @throws DomainException PROCESSING_LOST when the key was erased or can't be opened
   * @throws IOException when the storage fails
   */
  DataKey open(JobRef job) throws IOException {
    JobKey key =
        rows.find(job.fileId())
            .filter(found -> found.getJobId().equals(job.jobId()))
            .orElseThrow(() -> new DomainException(ErrorCode.PROCESSING_LOST));
    return secrets.open(job, key.getExpiresAt(), key.getSealedDataKey());
  }

  /**
   * Erases the key of a job, if it is stored: first the secret in the storage, then the row. The
   * video may have another job by now, whose key stays.
   *
   * @throws IOException when the secret can't be erased; then the row is kept
   */
  void erase(JobRef job) throws IOException {
    if (jobOf(job.fileId()).equals(Optional.of(job.jobId()))) {
      secrets.erase(job);
      rows.delete(job.fileId(), job.jobId());
      rows.vacuum();
    }
  }
}
