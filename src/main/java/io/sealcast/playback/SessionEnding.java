package io.sealcast.playback;

import io.sealcast.messaging.ReplyTopics;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;

/** Ends sessions on every instance, at once or once nobody has come back. */
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

  /** Its page was left: unless it is used again, it ends later. */
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
    events.publish(new VideoEvent.SessionEnded(fileId, HexFormat.of().formatHex(hash)));
    replyTopics
        .delete(requestId)
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                LOG.log(Level.DEBUG, "A session's topic is left to the sweeper");
              }
            });
  }
}
