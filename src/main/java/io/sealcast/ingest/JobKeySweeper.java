package io.sealcast.ingest;

import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.JobKeys;
import io.sealcast.vault.JobRef;
import io.sealcast.vault.JobSecrets;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Erases the keys of jobs that have expired, and the secrets that processes left which were killed
 * before they could store the row of the job.
 */
@ApplicationScoped
class JobKeySweeper {
  private static final Logger LOG = System.getLogger(JobKeySweeper.class.getName());
  private static final long FIRST_MINUTES = 1;
  private static final long PERIOD_MINUTES = 30;
  private static final int BATCH = 100;

  /** Age from which a secret without a row is left over. The row follows within milliseconds. */
  private static final Duration SECRET_AGE = Duration.ofHours(1);

  private final JobSecrets secrets;
  private final JobKeys keys;
  private final SealedJobs jobs;

  @Resource private ManagedScheduledExecutorService scheduler;

  @Inject
  JobKeySweeper(JobSecrets secrets, JobKeys keys, SealedJobs jobs) {
    this.secrets = secrets;
    this.keys = keys;
    this.jobs = jobs;
  }

  void begin(@Observes Startup event) {
    scheduler.scheduleWithFixedDelay(this::sweep, FIRST_MINUTES, PERIOD_MINUTES, TimeUnit.MINUTES);
  }

  /** Sweeps once. It never throws, since an exception would end the schedule. */
  void sweep() {
    try {
      sweep(Instant.now());
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "Keys of old jobs were not erased; trying again later", e);
    }
  }

  void sweep(Instant now) throws IOException {
    for (JobKey expired : keys.expired(now, BATCH)) {
      jobs.erase(expired);
    }
    List<JobRef> stored = secrets.storedBefore(now.minus(SECRET_AGE));
    Set<String> leftOver = keys.withoutRow(stored.stream().map(JobRef::jobId).toList());
    for (JobRef job : stored) {
      if (leftOver.contains(job.jobId())) {
        secrets.erase(job);
      }
    }
  }
}
