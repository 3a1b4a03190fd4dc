package io.sealcast.processing;

import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class JpaVideoRepository implements VideoRepository {
  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Override
  public @Nullable VideoFile lock(long fileId) {
    return entities.find(VideoFile.class, fileId, LockModeType.PESSIMISTIC_WRITE);
  }

  @Override
  public @Nullable VideoFile find(long fileId) {
    return entities.find(VideoFile.class, fileId);
  }

  /** Leaves the row's version alone, so that an owner who renames the video isn't refused. */
  @Override
  public boolean prolong(LeasedVideo leased, int percent, Instant until) {
    return entities
            .createQuery(
                "update VideoFile v set v.progress = :percent, v.leaseUntil = :until"
                    + " where v.id = :id and v.worker = :worker and v.status = :status")
            .setParameter("percent", percent)
            .setParameter("until", until)
            .setParameter("id", leased.fileId())
            .setParameter("worker", leased.worker())
            .setParameter("status", VideoStatus.PROCESSING)
            .executeUpdate()
        == 1;
  }

  @Override
  public List<VideoFile> waiting(Instant now, int most) {
    return entities
        .createQuery(
            "select v from VideoFile v where v.status in :unfinished"
                + " and (v.leaseUntil is null or v.leaseUntil < :now)"
                + " and (v.notBefore is null or v.notBefore <= :now)"
                + " and not exists (select j from UnsentJob j where j.fileId = v.id)"
                + " order by v.createdAt",
            VideoFile.class)
        .setParameter("unfinished", List.of(VideoStatus.UPLOADED, VideoStatus.PROCESSING))
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultList();
  }
}
