package io.sealcast.captions;

import io.sealcast.catalog.ObjectDeletions;
import io.sealcast.vault.ObjectRef;
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
 * Deletes single objects until they aren't in the storage any more. Each attempt may be repeated,
 * so that any instance can finish what another has begun. Thread-safe.
 */
@ApplicationScoped
class ObjectDeletionSweeper {
  private static final Logger LOG = System.getLogger(ObjectDeletionSweeper.class.getName());
  private static final long PERIOD_SECONDS = 5;
  private static final int BATCH = 50;

  private final ObjectDeletions deletions;
  private final VideoStorage storage;
  private final Clock clock;

  @Resource private ManagedScheduledExecutorService scheduler;

  @Inject
  ObjectDeletionSweeper(ObjectDeletions deletions, VideoStorage storage) {
    this(deletions, storage, Clock.systemUTC());
  }

  ObjectDeletionSweeper(ObjectDeletions deletions, VideoStorage storage, Clock clock) {
    this.deletions = deletions;
    this.storage = storage;
    this.clock = clock;
  }

  void begin(@Observes Startup event) {
    scheduler.scheduleWithFixedDelay(this::sweep, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  /** Carries out what is due. It never throws, since an exception would end the schedule. */
  void sweep() {
    try {
      deletions
          .due(clock.instant(), BATCH)
          .forEach(due -> delete(new ObjectRef(due.getFileId(), due.getObjectId())));
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Deletions can't be queried", e);
    }
  }

  /** Makes one attempt, and records whether it has to be repeated. It throws nothing. */
  void delete(ObjectRef object) {
    try {
      storage.deleteObject(object);
      deletions.succeeded(object.objectId());
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "An object of video {0} will be deleted later: {1}",
          Long.toString(object.fileId()),
          e.toString());
      recordFailure(object, clock.instant());
    }
  }

  private void recordFailure(ObjectRef object, Instant now) {
    try {
      deletions.failed(object.objectId(), now);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "The deletion stays due", e);
    }
  }
}
