package io.sealcast.playback;

import io.sealcast.problem.ErrorCode;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A stream session as this instance knows it, with the flow of what is fetched for it. */
final class LiveSession {
  private final StreamSession session;
  private final byte[] hash;
  private final SessionFlow flow;
  private final AtomicReference<Instant> seen;
  private final AtomicReference<Instant> used;

  LiveSession(StreamSession session, byte[] hash, SessionFlow flow, Instant now) {
    this.session = session;
    this.hash = hash;
    this.flow = flow;
    this.seen = new AtomicReference<>(now);
    this.used = new AtomicReference<>(now);
  }

  StreamSession session() {
    return session;
  }

  String requestId() {
    return session.requestId();
  }

  byte[] hash() {
    return hash;
  }

  SessionFlow flow() {
    return flow;
  }

  boolean isLive(Instant now) {
    return !flow.isEnded() && now.isBefore(session.expiresAt());
  }

  /** When its row was last seen in the database. */
  Instant seen() {
    return Objects.requireNonNull(seen.get());
  }

  void seenAt(Instant when) {
    seen.set(when);
  }

  /** When its viewer was last there. */
  Instant used() {
    return Objects.requireNonNull(used.get());
  }

  void usedAt(Instant when) {
    used.set(when);
  }

  /** Ends it for all its subscribers and wipes the key; what is being opened fails quietly. */
  void end() {
    flow.end(ErrorCode.SESSION_ENDED);
  }
}
