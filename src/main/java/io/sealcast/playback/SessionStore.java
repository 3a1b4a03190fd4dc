package io.sealcast.playback;

import java.util.Collection;
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

  /** Those of these hashes, in hex, whose sessions have not ended. */
  Set<String> alive(Collection<byte[]> hashes);

  /** Removes what has expired; returns how many. */
  int deleteExpired();
}
