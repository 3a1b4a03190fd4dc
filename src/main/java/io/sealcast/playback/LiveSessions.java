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
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that this instance knows, bounded. One that ended stays for a while, so that it
 * isn't looked for again; one that has to make room is found again by its row.
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
            // at once, so that the bound holds at any time
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
   * One that only had to make room is not ended: whoever has just found it goes on with it, and a
   * new one may have to make room at once. Its key goes with it.
   */
  private static void removed(
      @Nullable String requestId, @Nullable LiveSession session, RemovalCause cause) {
    if (session != null && cause != RemovalCause.SIZE) {
      session.end();
    }
  }

  /** The session, live or ended, or null when this instance doesn't know it. */
  @Nullable LiveSession find(String requestId) {
    LiveSession session = byRequestId.getIfPresent(requestId);
    return session != null ? session : engine.activeSession(requestId);
  }

  /** Adds a session; returns the one that was there already, if any, and wipes the new one. */
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

  /** When each session was used last, of those that were since then. */
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

  /** Nobody may watch the video with what was proved so far. */
  void revoke(long fileId) {
    endAll(s -> s.session().fileId() == fileId);
    // in this order: a session that has ended brings nothing into the cache any more
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
