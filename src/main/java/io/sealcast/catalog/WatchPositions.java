package io.sealcast.catalog;

import io.sealcast.account.Account;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where accounts left off in videos: at most one position for each account and video. A position
 * isn't a part of the video: saving one emits no event and doesn't change the video's row.
 */
public interface WatchPositions {
  /**
   * Checks that the account may watch the video, and may therefore save a position in it.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND
   */
  void requireAccess(Account viewer, long fileId);

  /**
   * Replaces the position of the account in a video. At the beginning or the end of the video the
   * position is deleted instead. Of several concurrent calls the last one counts.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND when no such video exists or the account
   *     may not watch it
   */
  void save(Account viewer, long fileId, WatchPosition position);

  /**
   * Returns the positions of the account in seconds, by the id of the video. Videos without a
   * position are omitted.
   */
  Map<Long, Double> find(Account viewer, Collection<Long> fileIds);

  /** Returns the position of the account in a video in seconds, or null when there is none. */
  default @Nullable Double find(Account viewer, long fileId) {
    return find(viewer, List.of(fileId)).get(fileId);
  }
}
