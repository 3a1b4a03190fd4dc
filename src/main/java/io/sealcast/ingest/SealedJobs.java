package io.sealcast.ingest;

import io.sealcast.catalog.UnsentJob;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.SealedKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Creates processing jobs with a data key that is sealed for the job. */
@ApplicationScoped
class SealedJobs {
  /** Lifetime of a job. It equals the retention of the topic {@code video-processing}. */
  private static final Duration LIFE = Duration.ofDays(7);

  private final SealedKeys sealedKeys;

  @Inject
  SealedJobs(SealedKeys sealedKeys) {
    this.sealedKeys = sealedKeys;
  }

  /** Creates a job for a video. The caller keeps ownership of {@code key} and closes it. */
  UnsentJob create(long fileId, DataKey key) {
    String jobId = UUID.randomUUID().toString();
    Instant expiresAt = Instant.now().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    return new UnsentJob(
        fileId, jobId, expiresAt, sealedKeys.sealJob(jobId, fileId, expiresAt, key));
  }
}
