package io.sealcast.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventHandler;
import io.sealcast.metrics.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache of the sessions that this instance knows. An ended session is kept for a while,
 * so that its row isn't queried again; an evicted session can be restored from its row.
 * Thread-safe.
 */
@ApplicationScoped
class LiveSessions implements VideoEventHandler {
  private static final Duration TOMBSTONE = Duration.ofMinutes(1);

  private final Cache<String, LiveSession> byRequestId;
  private final RangeEngine engine;
  private final ChunkCache chunks;
  private final PlaybackClock clock;

  @Inject
  LiveSessions(
      RangeEngine engine,
      ChunkCache chunks,
      PlaybackClock clock,
      @ConfigProperty(name = "sealcast.stream.sessions") int maxSessions) {
    this.engine = engine;
    this.chunks = chunks;
    this.clock = clock;
    this.byRequestId =
        Caffeine.newBuilder()
            .maximumSize(maxSessions)
            .expireAfter(Expiry.writing((String id, LiveSession session) -> lifetime(session)))
            .removalListener(LiveSessions::removed)
            .ticker(clock::nanos)
            // eviction runs in the calling thread, so that the size limit holds at any time
            .executor(Runnable::run)
            .build();
  }

  void show(@Observes Meters meters) {
    meters.gauge(
        "sealcast_sessions",
        "Stream sessions that this instance knows, idle ones too.",
        byRequestId::estimatedSize);
  }

  private Duration lifetime(LiveSession session) {
    Duration left = Duration.between(clock.instant(), session.session().expiresAt());
    return (left.isNegative() ? Duration.ZERO : left).plus(TOMBSTONE);
  }

  /**
   * Ends a session that was removed, unless it was only evicted for size: a caller that has just
   * found it continues to use it. Its key becomes garbage with it.
   */
  private static void removed(
      @Nullable String requestId, @Nullable LiveSession session, RemovalCause cause) {
    if (session != null && cause != RemovalCause.SIZE) {
      session.end();
    }
  }

  /** Returns a session, live or ended, or null when this instance doesn't know it. */
  @Nullable LiveSession find(String requestId) {
    LiveSession session = byRequestId.getIfPresent(requestId);
    return session != null ? session : engine.activeSession(requestId);
  }

  /** Adds a session. If there is one already, returns that and ends the new one. */
  LiveSession add(LiveSession session) {
    LiveSession present = byRequestId.asMap().putIfAbsent(session.requestId(), session);
    if (present == null) {
      return session;
    }
    session.end();
    return present;
  }

  void endAll(Predicate<LiveSession> which) {
    all().filter(which).forEach(LiveSession::end);
  }

  /**
   * Returns the time of the last use of each session used after {@code then}, by the hash of its
   * request id.
   */
  Map<byte[], Instant> usedSince(Instant then) {
    Map<byte[], Instant> used = new IdentityHashMap<>();
    all().filter(s -> s.used().isAfter(then)).forEach(s -> used.put(s.hash(), s.used()));
    return used;
  }

  void end(byte[] hash) {
    endAll(s -> Arrays.equals(s.hash(), hash));
  }

  private Stream<LiveSession> all() {
    return Stream.concat(byRequestId.asMap().values().stream(), engine.active().stream())
        .distinct();
  }

  /** Returns the videos of the sessions that haven't ended. */
  List<Long> videos() {
    return all()
        .filter(session -> !session.flow().isEnded())
        .map(session -> session.session().fileId())
        .distinct()
        .toList();
  }

  /** Returns the sessions of a video that was being processed when it was looked up last. */
  List<LiveSession> incomplete(long fileId) {
    return all()
        .filter(s -> s.session().fileId() == fileId && !s.session().complete())
        .filter(s -> !s.flow().isEnded())
        .toList();
  }

  /** Ends all sessions of a video, so that viewers have to prove the key again. */
  void revoke(long fileId) {
    endAll(s -> s.session().fileId() == fileId);
    // in this order, since an ended session adds no chunk to the cache
    chunks.forget(fileId);
  }

  @Override
  public void handle(VideoEvent event) {
    event.dispatch(
        changed -> {},
        deleted -> revoke(deleted.fileId()),
        ended -> end(HexFormat.of().parseHex(ended.sessionHash())));
  }
}
