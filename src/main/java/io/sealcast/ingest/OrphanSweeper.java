package io.sealcast.ingest;

import io.sealcast.catalog.Videos;
import io.sealcast.vault.VideoStorage;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Removes the leftovers of killed processes: drafts of aborted uploads, and folders without a key
 * file that the library doesn't know. Folders with a key file are kept regardless of the database:
 * if the database is lost, a video can be recovered from its folder and the encryption key.
 */
@ApplicationScoped
class OrphanSweeper {
  private static final Logger LOG = System.getLogger(OrphanSweeper.class.getName());
  // Age from which a draft counts as orphaned. An active upload modifies its draft continuously,
  // and a stalled client is disconnected long before.
  private static final Duration DRAFT_AGE = Duration.ofHours(1);
  private static final Duration FOLDER_AGE = Duration.ofDays(1);

  @Inject private VideoStorage storage;
  @Inject private Videos videos;
  @Resource private ManagedScheduledExecutorService scheduler;

  void begin(@Observes Startup event) {
    scheduler.scheduleWithFixedDelay(this::sweep, 1, 30, TimeUnit.MINUTES);
  }

  void sweep() {
    try {
      Instant now = Instant.now();
      int drafts = storage.collectOrphans(now.minus(DRAFT_AGE));
      Set<Long> folders = videos.withoutRow(storage.unrecoverable(now.minus(FOLDER_AGE)));
      for (long fileId : folders) {
        storage.deleteVideo(fileId);
      }
      if (drafts + folders.size() > 0) {
        LOG.log(
            Level.INFO,
            "Removed {0} broken uploads and {1} folders without a video",
            drafts,
            folders.size());
      }
    } catch (Exception e) {
      LOG.log(Level.WARNING, "Leftovers were not removed; trying again later", e);
    }
  }
}
