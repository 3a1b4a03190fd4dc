package io.sealcast.playback;

import io.sealcast.messaging.ReplyTopics;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;

/** Ends sessions on all instances, immediately or some time after they were left. */
@Dependent
class SessionEnding {
  private static final Logger LOG = System.getLogger(SessionEnding.class.getName());

  private final SessionStore store;
  private final LiveSessions live;
  private final VideoEventPublisher events;
  private final ReplyTopics replyTopics;
  private final PlaybackClock clock;

  @Inject
  SessionEnding(
      SessionStore store,
      LiveSessions live,
      VideoEventPublisher events,
      ReplyTopics replyTopics,
      PlaybackClock clock) {
    this.store = store;
    this.live = live;
    this.events = events;
    this.replyTopics = replyTopics;
    this.clock = clock;
  }

  /** Records that a session's page was left. The session ends later unless it is used again. */
  void leave(String requestId) {
    store.leave(RequestIds.hash(requestId), clock.instant());
  }

  void end(String requestId, long fileId) {
    byte[] hash = RequestIds.hash(requestId);
    store.delete(hash);
    LiveSession session = live.find(requestId);
    if (session != null) {
      session.end();
    }
    String hashInHex = HexFormat.of().formatHex(hash);
    events.publish(new VideoEvent.SessionEnded(fileId, hashInHex));
    replyTopics
        .delete(hashInHex)
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                LOG.log(Level.DEBUG, "A session's topic is left to the sweeper");
              }
            });
  }
}
