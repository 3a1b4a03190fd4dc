package io.sealcast.playback;

import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventHandler;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * Tells the sessions of videos that are being processed which parts have been published, so that a
 * viewer's socket delivers parts whichever instance the manifest came from. An update that is lost
 * is made up for by the next one, and by whoever requests what isn't known. Thread-safe.
 */
@ApplicationScoped
class SessionUpdates implements VideoEventHandler {
  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private final LiveSessions live;
  private final SessionFinder finder;

  /** The videos whose update is queued. It has at most as many as there are sessions. */
  private final Set<Long> queued = ConcurrentHashMap.newKeySet();

  @Inject
  SessionUpdates(LiveSessions live, SessionFinder finder) {
    this.live = live;
    this.finder = finder;
  }

  @Override
  public void handle(VideoEvent event) {
    event.dispatch(changed -> changed(changed.fileId()), deleted -> {}, ended -> {});
  }

  private void changed(long fileId) {
    if (live.incomplete(fileId).isEmpty() || !queued.add(fileId)) {
      return;
    }
    try {
      executor.execute(() -> update(fileId));
    } catch (RejectedExecutionException e) {
      queued.remove(fileId);
    }
  }

  private void update(long fileId) {
    // removed first: a change during the query is queued again
    queued.remove(fileId);
    finder.update(live.incomplete(fileId), fileId);
  }
}
