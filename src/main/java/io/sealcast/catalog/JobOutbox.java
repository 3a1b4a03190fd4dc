package io.sealcast.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/**
 * The jobs that the broker doesn't have yet; {@link Videos#add} and {@link Videos#requeue} put them
 * in.
 */
@ApplicationScoped
public class JobOutbox {
  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  /** The oldest of those that lie here since before that time, {@code most} of them. */
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

  /** The broker has this job, or there is no video any more. A newer one of the video stays. */
  @Transactional
  public void sent(UnsentJob job) {
    entities
        .createQuery("delete from UnsentJob j where j.fileId = :id and j.jobId = :job")
        .setParameter("id", job.getFileId())
        .setParameter("job", job.getJobId())
        .executeUpdate();
  }
}
