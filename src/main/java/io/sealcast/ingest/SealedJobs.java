package io.sealcast.ingest;

import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.JobKeys;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.JobRef;
import io.sealcast.vault.JobSecrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Creates processing jobs with a data key that is sealed for the job, and erases such keys. */
@ApplicationScoped
class SealedJobs {
  private static final Logger LOG = System.getLogger(SealedJobs.class.getName());

  /** Time after which nobody can open the key of a job that no processor has ended. */
  private static final Duration LIFE = Duration.ofDays(7);

  private final JobSecrets secrets;
  private final JobKeys keys;

  @Inject
  SealedJobs(JobSecrets secrets, JobKeys keys) {
    this.secrets = secrets;
    this.keys = keys;
  }

  /**
   * Creates a job for a video and stores the secret of its key. The caller keeps ownership of
   * {@code key} and closes it, and discards the job unless its row is stored.
   */
  JobKey create(long fileId, DataKey key) throws IOException {
    JobRef job = new JobRef(fileId, UUID.randomUUID().toString());
    Instant expiresAt = Instant.now().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    try {
      return new JobKey(fileId, job.jobId(), expiresAt, secrets.seal(job, expiresAt, key));
    } catch (IOException | RuntimeException e) {
      discard(job);
      throw e;
    }
  }

  /** Erases the secret of a job whose row could not be stored. */
  void discard(JobKey job) {
    discard(ref(job));
  }

  private void discard(JobRef job) {
    try {
      secrets.erase(job);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "The secret of a job without a row stays for the sweeper", e);
    }
  }

  /** Erases the key of a job: first the secret in the storage, then the row. */
  void erase(JobKey job) throws IOException {
    secrets.erase(ref(job));
    keys.delete(job.getFileId(), job.getJobId());
    keys.vacuum();
  }

  private static JobRef ref(JobKey job) {
    return new JobRef(job.getFileId(), job.getJobId());
  }
}
