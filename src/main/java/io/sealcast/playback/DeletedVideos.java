package io.sealcast.playback;

import io.sealcast.catalog.Deletions;
import io.sealcast.role.Roles;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the streams of deleted videos, also when the event of the deletion was lost or came before
 * the stream was opened. It polls the database twice a second while there are sessions, since a
 * stream has to end within two seconds and the timeouts of sockets are checked every second.
 */
@ApplicationScoped
class DeletedVideos {
  private static final Logger LOG = System.getLogger(DeletedVideos.class.getName());
  private static final long PERIOD_MILLIS = 500;

  /** Number of polls to skip after a failed one, so that an outage doesn't fill the log. */
  private static final int SKIPPED_AFTER_FAILURE = 10;

  /** Maximum number of videos in one query. */
  private static final int BATCH = 1000;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService executor;

  private final LiveSessions live;
  private final Deletions deletions;
  private final Roles roles;
  private @Nullable ScheduledFuture<?> polling;
  private int pollsToSkip;

  @Inject
  DeletedVideos(LiveSessions live, Deletions deletions, Roles roles) {
    this.live = live;
    this.deletions = deletions;
    this.roles = roles;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (roles.isWeb()) {
      polling =
          executor.scheduleWithFixedDelay(
              this::poll, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Polls once. It never throws, since an exception would end the schedule. */
  void poll() {
    if (pollsToSkip > 0) {
      pollsToSkip--;
      return;
    }
    try {
      List<Long> videos = live.videos();
      for (int from = 0; from < videos.size(); from += BATCH) {
        deletions
            .among(videos.subList(from, Math.min(videos.size(), from + BATCH)))
            .forEach(live::revoke);
      }
    } catch (RuntimeException e) {
      // nothing is deleted while the database is away
      pollsToSkip = SKIPPED_AFTER_FAILURE;
      LOG.log(Level.DEBUG, "Deletions can''t be polled: {0}", e.toString());
    }
  }

  @PreDestroy
  void stop() {
    if (polling != null) {
      polling.cancel(false);
    }
  }
}
