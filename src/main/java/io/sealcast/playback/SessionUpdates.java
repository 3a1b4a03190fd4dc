package io.sealcast.playback;

import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStates;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventHandler;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * Tells the sessions of videos that are being processed which parts have been published, so that a
 * viewer's socket delivers parts whichever instance the manifest came from. An update that is lost
 * is made up for by the next one. Thread-safe.
 */
@ApplicationScoped
class SessionUpdates implements VideoEventHandler {
  private static final Logger LOG = System.getLogger(SessionUpdates.class.getName());

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private final LiveSessions live;
  private final SessionFactory factory;
  private final VideoStates videos;

  /** The videos whose update is queued. It has at most as many as there are sessions. */
  private final Set<Long> queued = ConcurrentHashMap.newKeySet();

  @Inject
  SessionUpdates(LiveSessions live, SessionFactory factory, VideoStates videos) {
    this.live = live;
    this.factory = factory;
    this.videos = videos;
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
    try {
      VideoFile video = videos.find(fileId).orElse(null);
      List<LiveSession> sessions = live.incomplete(fileId);
      if (video != null) {
        sessions.forEach(s -> s.describedBy(factory.refresh(s.session(), video)));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "The parts of video {0} can''t be looked up: {1}", fileId, e.toString());
    }
  }
}
