package io.sealcast.catalog;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The deletions of videos that aren't complete yet. {@link Videos#delete} adds them. */
@ApplicationScoped
public class Deletions {
  private static final Logger LOG = System.getLogger(Deletions.class.getName());

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Resource(lookup = "jdbc/sealcast", shareable = false)
  private DataSource database;

  /**
   * Returns deletions that are due, oldest first.
   *
   * @param most maximum number of deletions
   */
  @Transactional
  public List<Deletion> due(Instant now, int most) {
    return entities
        .createQuery(
            "select d from Deletion d where d.nextTry <= :now order by d.nextTry", Deletion.class)
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultList();
  }

  /** Returns those of the videos that were deleted not long ago. */
  @Transactional
  public Set<Long> among(Collection<Long> fileIds) {
    return fileIds.isEmpty()
        ? Set.of()
        : new HashSet<>(
            entities
                .createQuery("select d.fileId from Deletion d where d.fileId in :ids", Long.class)
                .setParameter("ids", fileIds)
                .getResultList());
  }

  /** Records a pass that left nothing. The last such pass completes the deletion. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void succeeded(long fileId, boolean last) {
    Deletion deletion = lock(fileId);
    if (deletion != null && last) {
      entities.remove(deletion);
    } else if (deletion != null) {
      deletion.succeeded();
    }
  }

  /** Records a pass that failed, so that it is repeated after a pause. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void failed(long fileId, Instant now) {
    Deletion deletion = lock(fileId);
    if (deletion != null) {
      deletion.failed(now);
    }
  }

  private @Nullable Deletion lock(long fileId) {
    return entities.find(Deletion.class, fileId, LockModeType.PESSIMISTIC_WRITE);
  }

  /**
   * Has PostgreSQL reuse the space of deleted key slots. A failure has no consequence, since it
   * does so by itself later.
   */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public void vacuumKeySlots() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum (skip_locked) key_slot");
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "Key slots were not vacuumed: {0}", e.getMessage());
    }
  }
}
