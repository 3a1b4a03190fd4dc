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
 * Removes what a killed process left behind: drafts of uploads that broke off, and folders without
 * a key file that the library doesn't know. Folders with a key file stay whatever the database
 * says: after its loss they and the encryption key are what a video is recovered from.
 */
@ApplicationScoped
class OrphanSweeper {
  private static final Logger LOG = System.getLogger(OrphanSweeper.class.getName());
  // A draft that is being written is touched all the time; a stalled client is cut off long before.
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
