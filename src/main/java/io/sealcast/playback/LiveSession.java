package io.sealcast.playback;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.problem.ErrorCode;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A stream session in the memory of this instance, with its flow of chunks. Thread-safe. */
final class LiveSession {
  private volatile StreamSession session;

  /** When the video was looked up for the description, by {@link PlaybackClock#nanos()}. */
  @GuardedBy("this")
  private long describedAsOf = Long.MIN_VALUE;

  private final byte[] hash;
  private final String hashInHex;
  private final SessionFlow flow;
  private final AtomicReference<Instant> seen;
  private final AtomicReference<Instant> used;

  LiveSession(StreamSession session, byte[] hash, SessionFlow flow, Instant now) {
    this.session = session;
    this.hash = hash;
    this.hashInHex = HexFormat.of().formatHex(hash);
    this.flow = flow;
    this.seen = new AtomicReference<>(now);
    this.used = new AtomicReference<>(now);
  }

  StreamSession session() {
    return session;
  }

  /**
   * Replaces the description, of which only what the video has changes, unless a later one is known
   * already.
   *
   * @param asOf time of {@link PlaybackClock#nanos()} before the video was looked up
   */
  synchronized void describedBy(StreamSession current, long asOf) {
    if (describedAsOf == Long.MIN_VALUE || asOf - describedAsOf >= 0) {
      describedAsOf = asOf;
      session = current;
    }
  }

  /**
   * Whether the video was looked up for the description after a time.
   *
   * @param nanos time of {@link PlaybackClock#nanos()}
   */
  synchronized boolean isDescribedSince(long nanos) {
    return describedAsOf != Long.MIN_VALUE && describedAsOf - nanos >= 0;
  }

  String requestId() {
    return session.requestId();
  }

  byte[] hash() {
    return hash;
  }

  /** Returns the hash of the request id in hex, by which records name the session. */
  String hashInHex() {
    return hashInHex;
  }

  SessionFlow flow() {
    return flow;
  }

  boolean isLive(Instant now) {
    return !flow.isEnded() && now.isBefore(session.expiresAt());
  }

  /** Returns when the session's row was last found in the database. */
  Instant seen() {
    return Objects.requireNonNull(seen.get());
  }

  void seenAt(Instant when) {
    seen.set(when);
  }

  /** Returns when the session was last used. */
  Instant used() {
    return Objects.requireNonNull(used.get());
  }

  void usedAt(Instant when) {
    used.set(when);
  }

  /**
   * Ends the session for all its subscribers and wipes its keys. A decryption in progress then
   * fails, which isn't reported.
   */
  void end() {
    flow.end(ErrorCode.SESSION_ENDED);
  }
}
