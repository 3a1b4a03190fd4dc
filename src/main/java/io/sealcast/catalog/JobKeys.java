package io.sealcast.catalog;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The sealed keys of the jobs that haven't ended. {@link Videos#add} and {@link Videos#requeue} add
 * them. Whoever deletes one erases the job's secret in the storage first, since a database keeps
 * copies of deleted rows. Thread-safe.
 */
@ApplicationScoped
public class JobKeys {
  private static final Logger LOG = System.getLogger(JobKeys.class.getName());

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Resource(lookup = "jdbc/sealcast", shareable = false)
  private DataSource database;

  /** Returns the key of a video's current job. */
  @Transactional
  public Optional<JobKey> find(long fileId) {
    return Optional.ofNullable(entities.find(JobKey.class, fileId));
  }

  /** Returns the keys of the current jobs of videos, by the video's id. */
  @Transactional
  public Map<Long, JobKey> find(Collection<Long> fileIds) {
    Map<Long, JobKey> found = new HashMap<>();
    if (!fileIds.isEmpty()) {
      entities
          .createQuery("select k from JobKey k where k.fileId in :ids", JobKey.class)
          .setParameter("ids", fileIds)
          .getResultList()
          .forEach(key -> found.put(key.getFileId(), key));
    }
    return found;
  }

  /**
   * Returns keys that have expired, oldest first.
   *
   * @param most maximum number of keys
   */
  @Transactional
  public List<JobKey> expired(Instant now, int most) {
    return entities
        .createQuery(
            "select k from JobKey k where k.expiresAt <= :now order by k.expiresAt", JobKey.class)
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultList();
  }

  /** Returns those of the jobs that have no key here. */
  @Transactional
  public Set<String> withoutRow(Collection<String> jobIds) {
    Set<String> missing = new HashSet<>(jobIds);
    if (!missing.isEmpty()) {
      missing.removeAll(
          entities
              .createQuery("select k.jobId from JobKey k where k.jobId in :ids", String.class)
              .setParameter("ids", jobIds)
              .getResultList());
    }
    return missing;
  }

  /** Deletes the key of a job. The key of a newer job of the same video is kept. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void delete(long fileId, String jobId) {
    entities
        .createQuery("delete from JobKey k where k.fileId = :id and k.jobId = :job")
        .setParameter("id", fileId)
        .setParameter("job", jobId)
        .executeUpdate();
  }

  /**
   * Has PostgreSQL reuse the space of deleted keys; an empty table is cut to no bytes. What stays
   * readable in pages and in the write-ahead log opens nothing without the erased secret. A failure
   * has no consequence, since PostgreSQL vacuums by itself later.
   */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public void vacuum() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum (skip_locked) job_key");
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "The keys of jobs were not vacuumed: {0}", e.getMessage());
    }
  }
}
