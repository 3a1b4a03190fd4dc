package io.sealcast.playback;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stores sessions in the table {@code stream_session}, by the hash of their request id.
 *
 * <p>All methods throw {@link io.sealcast.problem.DomainException} DATABASE_UNAVAILABLE.
 */
interface SessionStore {
  /**
   * Adds a session.
   *
   * @param most maximum number of concurrent sessions of the account
   * @throws io.sealcast.problem.DomainException TOO_MANY_REQUESTS when the account has that many;
   *     NOT_FOUND when the video was deleted
   */
  void insert(SessionRow row, int most);

  /** Returns a session that has not ended. */
  Optional<SessionRow> find(byte[] hash);

  void delete(byte[] hash);

  /** Records when a session's page was left. */
  void leave(byte[] hash, Instant when);

  /**
   * Cancels the end of sessions that were left and have been used since.
   *
   * @param uses time of the last use by the hash of the request id
   */
  void keep(Map<byte[], Instant> uses);

  /** Returns, in hex, those of the hashes whose sessions have not ended. */
  Set<String> alive(Collection<byte[]> hashes);

  /** Deletes the sessions that have expired and returns their number. */
  int deleteExpired();

  /** Deletes the sessions that were left and not used again in time, and returns them. */
  List<Left> deleteLeft();

  /** A session that ended because its page was left. */
  record Left(byte[] hash, long fileId) {}
}
