package io.sealcast.catalog;

import io.sealcast.account.Account;
import io.sealcast.account.DatabaseBulkhead;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Stores positions in PostgreSQL, in a table that isn't mapped to an entity. Thread-safe. */
@DatabaseBulkhead
@ApplicationScoped
class JpaWatchPositions implements WatchPositions {
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Override
  @Transactional
  public void requireAccess(Account viewer, long fileId) {
    watchable(viewer, fileId);
  }

  @Override
  @Transactional
  public void save(Account viewer, long fileId, WatchPosition position) {
    VideoFile video = watchable(viewer, fileId);
    if (position.isAtBeginningOrEnd(video.getDurationSeconds())) {
      delete(viewer, fileId);
    } else {
      replace(viewer, fileId, position);
    }
  }

  /** Loads only the video's row: the objects, with their segment indexes, aren't needed. */
  private VideoFile watchable(Account viewer, long fileId) {
    VideoFile video = entities.find(VideoFile.class, fileId);
    if (video == null) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
    AccessPolicy.require(viewer, video, Action.WATCH);
    return video;
  }

  private void delete(Account viewer, long fileId) {
    entities
        .createNativeQuery("delete from watch_position where account_id = ?1 and video_id = ?2")
        .setParameter(1, viewer.id())
        .setParameter(2, fileId)
        .executeUpdate();
  }

  private void replace(Account viewer, long fileId, WatchPosition position) {
    try {
      // a single statement, so that two devices can save their first position concurrently
      entities
          .createNativeQuery(
              "insert into watch_position (account_id, video_id, seconds, updated_at)"
                  + " values (?1, ?2, ?3, now())"
                  + " on conflict (account_id, video_id) do update"
                  + " set seconds = excluded.seconds, updated_at = excluded.updated_at")
          .setParameter(1, viewer.id())
          .setParameter(2, fileId)
          .setParameter(3, position.seconds())
          .executeUpdate();
    } catch (PersistenceException e) {
      throw isForeignKeyViolation(e) ? new DomainException(ErrorCode.NOT_FOUND) : e;
    }
  }

  /** Whether the video or the account was deleted meanwhile. */
  private static boolean isForeignKeyViolation(PersistenceException e) {
    for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && FOREIGN_KEY_VIOLATION.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  @Override
  @Transactional
  public Map<Long, Double> find(Account viewer, Collection<Long> fileIds) {
    Map<Long, Double> found = new HashMap<>();
    if (!fileIds.isEmpty()) {
      String ids = fileIds.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
      List<?> rows =
          entities
              .createNativeQuery(
                  "select video_id, seconds from watch_position"
                      + " where account_id = ?1 and video_id = any (cast(?2 as bigint[]))")
              .setParameter(1, viewer.id())
              .setParameter(2, ids)
              .getResultList();
      for (Object row : rows) {
        Object[] columns = (Object[]) row;
        found.put(((Number) columns[0]).longValue(), ((Number) columns[1]).doubleValue());
      }
    }
    return found;
  }
}
