package io.sealcast.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** The jobs that the broker doesn't have yet; {@link Videos#add} puts them in. */
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

  /** The broker has the video's job, or there is no video any more. */
  @Transactional
  public void sent(long fileId) {
    entities
        .createQuery("delete from UnsentJob j where j.fileId = :id")
        .setParameter("id", fileId)
        .executeUpdate();
  }
}
