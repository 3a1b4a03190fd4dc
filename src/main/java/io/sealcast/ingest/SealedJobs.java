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

/** Makes processing jobs: the order, and the data key sealed for it. */
@ApplicationScoped
class SealedJobs {
  /** As long as {@code video-processing} keeps its records. */
  private static final Duration LIFE = Duration.ofDays(7);

  private final SealedKeys sealedKeys;

  @Inject
  SealedJobs(SealedKeys sealedKeys) {
    this.sealedKeys = sealedKeys;
  }

  /** A new job for a video; the key stays the caller's. */
  UnsentJob create(long fileId, DataKey key) {
    String jobId = UUID.randomUUID().toString();
    Instant expiresAt = Instant.now().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    return new UnsentJob(
        fileId, jobId, expiresAt, sealedKeys.sealJob(jobId, fileId, expiresAt, key));
  }
}
