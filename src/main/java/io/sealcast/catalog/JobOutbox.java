package io.sealcast.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/**
 * The transactional outbox of jobs that the broker hasn't acknowledged yet. {@link Videos#add} and
 * {@link Videos#requeue} add jobs to it.
 */
@ApplicationScoped
public class JobOutbox {
  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  /**
   * Returns the oldest jobs that were added before a time.
   *
   * @param before latest time of their addition, exclusive
   * @param most maximum number of jobs
   */
  @Transactional
  public List<UnsentJob> oldest(Instant before, int most) {
    return entities
        .createQuery(
            "select j from UnsentJob j where j.createdAt < :before order by j.createdAt",
            UnsentJob.class)
        .setParameter("before", before)
        .setMaxResults(most)
        .getResultList();
  }

  /**
   * Removes the notice of a job that the broker has acknowledged or whose video was deleted. A
   * newer job of the same video is kept.
   */
  @Transactional
  public void sent(UnsentJob job) {
    entities
        .createQuery("delete from UnsentJob j where j.fileId = :id and j.jobId = :job")
        .setParameter("id", job.getFileId())
        .setParameter("job", job.getJobId())
        .executeUpdate();
  }
}
