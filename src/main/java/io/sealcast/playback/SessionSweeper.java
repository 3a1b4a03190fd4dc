package io.sealcast.playback;

import io.sealcast.messaging.ReplyTopics;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.problem.DomainException;
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
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cleans up every 30 seconds. It deletes expired rows, ends sessions that were left, ends streams
 * whose row is gone although the event about that was lost, and deletes topics of ended sessions.
 */
@ApplicationScoped
class SessionSweeper {
  private static final Logger LOG = System.getLogger(SessionSweeper.class.getName());
  private static final long PERIOD_SECONDS = 30;
  private static final int TOPICS_EVERY = 4;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService executor;

  private final SessionStore store;
  private final RangeEngine engine;
  private final LiveSessions live;
  private final VideoEventPublisher events;
  private final ReplyTopics topics;
  private final PlaybackClock clock;
  private final Roles roles;
  private @Nullable ScheduledFuture<?> sweeping;
  private int rounds;
  private Instant lastRound = Instant.EPOCH;

  @Inject
  SessionSweeper(
      SessionStore store,
      RangeEngine engine,
      LiveSessions live,
      VideoEventPublisher events,
      ReplyTopics topics,
      PlaybackClock clock,
      Roles roles) {
    this.store = store;
    this.engine = engine;
    this.live = live;
    this.events = events;
    this.topics = topics;
    this.clock = clock;
    this.roles = roles;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (roles.isWeb()) {
      sweeping =
          executor.scheduleWithFixedDelay(
              this::sweep, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  void sweep() {
    try {
      store.deleteExpired();
      endLeft();
      endOrphans(engine.active());
      if (rounds++ % TOPICS_EVERY == 0) {
        deleteTopics(topics.sessions());
      }
    } catch (DomainException e) {
      LOG.log(Level.DEBUG, "Swept nothing this time: {0}", e.getMessage());
    } catch (Throwable e) {
      // an exception would end the schedule
      LOG.log(Level.WARNING, "The sweeper failed", e);
    }
  }

  /**
   * Ends the sessions that were left. The uses on this instance are recorded first, since another
   * instance may be the one that ends the session.
   */
  private void endLeft() {
    Instant now = clock.instant();
    store.keep(live.usedSince(lastRound));
    lastRound = now;
    for (SessionStore.Left left : store.deleteLeft()) {
      live.end(left.hash());
      events.publish(
          new VideoEvent.SessionEnded(left.fileId(), HexFormat.of().formatHex(left.hash())));
    }
  }

  private void endOrphans(Collection<LiveSession> active) {
    if (active.isEmpty()) {
      return;
    }
    Set<String> alive = store.alive(active.stream().map(LiveSession::hash).toList());
    active.stream()
        .filter(s -> !alive.contains(HexFormat.of().formatHex(s.hash())))
        .forEach(LiveSession::end);
  }

  private void deleteTopics(Set<String> sessions) {
    if (sessions.isEmpty()) {
      return;
    }
    Set<String> alive = store.alive(sessions.stream().map(SessionSweeper::hash).toList());
    for (String session : sessions) {
      if (!alive.contains(HexFormat.of().formatHex(hash(session)))) {
        topics.delete(session);
      }
    }
  }

  /** The hash of a session that has a topic. The topics of earlier versions have the request id. */
  private static byte[] hash(String session) {
    return RequestIds.isOne(session) ? RequestIds.hash(session) : HexFormat.of().parseHex(session);
  }

  @PreDestroy
  void stop() {
    if (sweeping != null) {
      sweeping.cancel(false);
    }
  }
}
