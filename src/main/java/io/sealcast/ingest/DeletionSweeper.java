package io.sealcast.ingest;

import io.sealcast.catalog.Deletion;
import io.sealcast.catalog.Deletions;
import io.sealcast.catalog.JobKeys;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.vault.JobRef;
import io.sealcast.vault.JobSecrets;
import io.sealcast.vault.KeyFiles;
import io.sealcast.vault.VideoStorage;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Carries out deletions of videos until nothing is left: first what opens the video, which is the
 * secret of its job and its key file, then the objects. Each step may be repeated, so that any
 * instance can finish what another has begun. Thread-safe.
 */
@ApplicationScoped
class DeletionSweeper {
  private static final Logger LOG = System.getLogger(DeletionSweeper.class.getName());
  private static final long PERIOD_SECONDS = 5;
  private static final int BATCH = 50;

  private final Deletions deletions;
  private final JobSecrets secrets;
  private final JobKeys jobKeys;
  private final KeyFiles keyFiles;
  private final VideoStorage storage;
  private final VideoEventPublisher events;
  private final Clock clock;

  @Resource private ManagedScheduledExecutorService scheduler;

  @Inject
  DeletionSweeper(
      Deletions deletions,
      JobSecrets secrets,
      JobKeys jobKeys,
      KeyFiles keyFiles,
      VideoStorage storage,
      VideoEventPublisher events) {
    this(deletions, secrets, jobKeys, keyFiles, storage, events, Clock.systemUTC());
  }

  DeletionSweeper(
      Deletions deletions,
      JobSecrets secrets,
      JobKeys jobKeys,
      KeyFiles keyFiles,
      VideoStorage storage,
      VideoEventPublisher events,
      Clock clock) {
    this.deletions = deletions;
    this.secrets = secrets;
    this.jobKeys = jobKeys;
    this.keyFiles = keyFiles;
    this.storage = storage;
    this.events = events;
    this.clock = clock;
  }

  void begin(@Observes Startup event) {
    scheduler.scheduleWithFixedDelay(this::sweep, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  /** Carries out what is due. It never throws, since an exception would end the schedule. */
  void sweep() {
    try {
      for (Deletion deletion : deletions.due(clock.instant(), BATCH)) {
        if (deletion.isNew()) {
          // the instance that took the request may have died before it notified the others
          publish(deletion);
        }
        carryOut(deletion);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Deletions can't be queried", e);
    }
  }

  /** Notifies all instances that a video was deleted, so that they end its streams. */
  void publish(Deletion deletion) {
    events.publish(new VideoEvent.Deleted(deletion.getFileId(), deletion.getOwnerId()));
  }

  /** Makes one pass, and records whether it has to be repeated. It throws nothing. */
  void carryOut(Deletion deletion) {
    long fileId = deletion.getFileId();
    Instant now = clock.instant();
    try {
      erase(deletion);
      deletions.succeeded(fileId, deletion.isLastPass(now));
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "What is left of deleted video {0} will be deleted later: {1}",
          Long.toString(fileId),
          e.toString());
      recordFailure(fileId, now);
    }
  }

  private void erase(Deletion deletion) throws IOException {
    long fileId = deletion.getFileId();
    String jobId = deletion.getJobId();
    if (jobId != null) {
      secrets.erase(new JobRef(fileId, jobId));
      jobKeys.vacuum();
    }
    keyFiles.erase(fileId);
    storage.deleteVideo(fileId);
    if (deletion.isNew()) {
      deletions.vacuumKeySlots();
    }
  }

  private void recordFailure(long fileId, Instant now) {
    try {
      deletions.failed(fileId, now);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "The deletion stays due", e);
    }
  }
}
