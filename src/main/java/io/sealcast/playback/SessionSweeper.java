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
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Clears up what nobody else does: rows that expired, sessions that were left, streams whose row is
 * gone though the event that said so was lost, topics of sessions that are no more.
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

  /** First those that somebody came back to are kept: another instance may see to the end. */
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

  private void deleteTopics(Set<String> requestIds) {
    if (requestIds.isEmpty()) {
      return;
    }
    List<byte[]> hashes = requestIds.stream().map(RequestIds::hash).toList();
    Set<String> alive = store.alive(hashes);
    for (String requestId : requestIds) {
      if (!alive.contains(HexFormat.of().formatHex(RequestIds.hash(requestId)))) {
        topics.delete(requestId);
      }
    }
  }

  @PreDestroy
  void stop() {
    if (sweeping != null) {
      sweeping.cancel(false);
    }
  }
}
