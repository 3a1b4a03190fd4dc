package io.sealcast.playback;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of stream sessions, by the hash of their request id.
 *
 * <p>All methods throw {@link io.sealcast.problem.DomainException} DATABASE_UNAVAILABLE.
 */
interface SessionStore {
  /**
   * Adds a session.
   *
   * @param most sessions that its account may have at once
   * @throws io.sealcast.problem.DomainException also TOO_MANY_REQUESTS, when it has them
   */
  void insert(SessionRow row, int most);

  /** A session that has not expired. */
  Optional<SessionRow> find(byte[] hash);

  void delete(byte[] hash);

  /** Notes that the page of a session was left. */
  void leave(byte[] hash, Instant when);

  /**
   * Takes such notes away from sessions that somebody has used since.
   *
   * @param uses the hashes of sessions, and when each was used last
   */
  void keep(Map<byte[], Instant> uses);

  /** Those of these hashes, in hex, whose sessions have not ended. */
  Set<String> alive(Collection<byte[]> hashes);

  /** Removes what has expired; returns how many. */
  int deleteExpired();

  /** Removes sessions that were left and that nobody came back to; returns them. */
  List<Left> deleteLeft();

  /** A session that ended because it was left. */
  record Left(byte[] hash, long fileId) {}
}
