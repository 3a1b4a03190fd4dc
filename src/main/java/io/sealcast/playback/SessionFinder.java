package io.sealcast.playback;

import io.sealcast.account.Viewer;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStates;
import io.sealcast.catalog.Videos;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Finds sessions by their request id, in memory or in the database. */
@Dependent
class SessionFinder {
  private static final Logger LOG = System.getLogger(SessionFinder.class.getName());

  /** Time after which a session's row is queried again. */
  private static final Duration STALE = Duration.ofSeconds(30);

  /** Pause between two lookups of a video for an object that isn't known. */
  private static final Duration UNKNOWN_PAUSE = Duration.ofSeconds(1);

  private final LiveSessions live;
  private final SessionStore store;
  private final SessionFactory factory;
  private final Videos videos;
  private final VideoStates states;
  private final PlaybackClock clock;

  @Inject
  SessionFinder(
      LiveSessions live,
      SessionStore store,
      SessionFactory factory,
      Videos videos,
      VideoStates states,
      PlaybackClock clock) {
    this.live = live;
    this.store = store;
    this.factory = factory;
    this.videos = videos;
    this.states = states;
    this.clock = clock;
  }

  /** See {@link StreamSessions#require(Viewer, String)}. */
  StreamSession require(Viewer viewer, String requestId) {
    if (!RequestIds.isOne(requestId)) {
      throw ended();
    }
    LiveSession session = find(requestId, viewer.id(), row -> describe(viewer, requestId, row));
    if (session.session().accountId() != viewer.id()) {
      throw ended();
    }
    Instant now = clock.instant();
    refresh(session, now);
    if (!session.isLive(now)) {
      throw ended();
    }
    session.usedAt(now);
    return session.session();
  }

  /**
   * Returns the session of a viewer who has found it before. If it was evicted from memory, it is
   * restored from its row.
   */
  LiveSession find(StreamSession session) {
    return find(session.requestId(), session.accountId(), row -> session);
  }

  /** See {@link StreamSessions#refresh}. */
  StreamSession refresh(Viewer viewer, StreamSession session) {
    StreamSession current;
    long asOf = clock.nanos();
    try {
      VideoFile video = videos.require(viewer, session.fileId());
      current = factory.refresh(viewer, session, video);
    } catch (DomainException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        throw ended();
      }
      return session;
    } catch (RuntimeException e) {
      // the database is away; what was known when the session was opened plays on
      LOG.log(Level.DEBUG, "The objects of a session could not be looked up: {0}", e.getMessage());
      return session;
    }
    LiveSession known = live.find(session.requestId());
    if (known != null) {
      known.describedBy(current, asOf);
    }
    return current;
  }

  /**
   * Looks up what the video of a session has now, unless that was done within the last second: a
   * viewer may request objects that never existed as fast as the connection permits.
   */
  void updateNowAndThen(LiveSession session) {
    if (!session.isDescribedSince(clock.nanos() - UNKNOWN_PAUSE.toNanos())) {
      update(List.of(session), session.session().fileId());
    }
  }

  /**
   * Looks up what the video of a session has now, whose viewer has been allowed to watch it before.
   * Nothing changes while the database is unavailable.
   */
  void update(List<LiveSession> sessions, long fileId) {
    long asOf = clock.nanos();
    try {
      VideoFile video = states.find(fileId).orElse(null);
      if (video != null) {
        sessions.forEach(s -> s.describedBy(factory.refresh(s.session(), video), asOf));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "What video {0} has can''t be looked up: {1}", fileId, e.toString());
    }
  }

  private LiveSession find(
      String requestId, long accountId, Function<SessionRow, StreamSession> describe) {
    LiveSession known = live.find(requestId);
    if (known != null) {
      return known;
    }
    SessionRow row =
        store
            .find(RequestIds.hash(requestId))
            .filter(r -> r.accountId() == accountId)
            .orElseThrow(SessionFinder::ended);
    return live.add(factory.restore(describe.apply(row), row));
  }

  private StreamSession describe(Viewer viewer, String requestId, SessionRow row) {
    try {
      return factory.describe(viewer, requestId, row, videos.require(viewer, row.fileId()));
    } catch (DomainException e) {
      throw e.code() == ErrorCode.NOT_FOUND ? ended() : e;
    }
  }

  private void refresh(LiveSession session, Instant now) {
    if (session.seen().plus(STALE).isAfter(now)) {
      return;
    }
    session.seenAt(now);
    try {
      if (store.find(session.hash()).isEmpty()) {
        session.end();
      }
    } catch (DomainException e) {
      // open streams continue while the database is unavailable
      LOG.log(Level.DEBUG, "A session could not be looked up again: {0}", e.getMessage());
    }
  }

  private static DomainException ended() {
    return new DomainException(ErrorCode.SESSION_ENDED);
  }
}
