package io.sealcast.catalog;

import io.sealcast.account.Account;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The library in PostgreSQL, accessed by JPA. Thread-safe. */
@ApplicationScoped
class JpaVideos implements Videos {
  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Override
  @Transactional
  public long nextId() {
    Object id = entities.createNativeQuery("select nextval('video_file_id')").getSingleResult();
    return ((Number) id).longValue();
  }

  @Override
  @Transactional
  public void add(VideoFile video, UnsentJob job) {
    entities.persist(video);
    // the row of the video is inserted first, since the row of the job refers to it
    entities.flush();
    entities.persist(job);
  }

  @Override
  @Transactional
  public VideoFile requeue(Account owner, long fileId, UnsentJob job) {
    VideoFile video = findToChange(owner, fileId);
    // the second of two concurrent calls waits here and then sees the changes of the first
    entities.refresh(video, LockModeType.PESSIMISTIC_WRITE);
    video.requeue();
    // an earlier job that the broker never received is replaced by the new one
    entities
        .createQuery("delete from UnsentJob j where j.fileId = :id")
        .setParameter("id", fileId)
        .executeUpdate();
    entities.persist(job);
    return loaded(video);
  }

  @Override
  @Transactional
  public VideoFile require(Account viewer, long fileId) {
    return loaded(find(viewer, fileId));
  }

  @Override
  @Transactional
  public VideoFile rename(Account owner, long fileId, String title) {
    String checked = Title.check(title);
    VideoFile video = findToChange(owner, fileId);
    // waits for a processor that is writing its progress, and then works on the updated row
    entities.refresh(video, LockModeType.PESSIMISTIC_WRITE);
    video.rename(checked);
    return loaded(video);
  }

  @Override
  @Transactional
  public void delete(Account owner, long fileId) {
    // A statement is used instead of the entity, so that a concurrent update by a processor doesn't
    // make the deletion fail. The schema deletes dependent rows by cascade.
    entities
        .createQuery("delete from VideoFile v where v.id = :id")
        .setParameter("id", findToChange(owner, fileId).getId())
        .executeUpdate();
  }

  private VideoFile find(Account viewer, long fileId) {
    VideoFile video = entities.find(VideoFile.class, fileId);
    if (video == null || !AccessPolicy.maySee(viewer, video)) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
    return video;
  }

  private VideoFile findToChange(Account owner, long fileId) {
    VideoFile video = find(owner, fileId);
    if (!AccessPolicy.mayChange(owner, video)) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
    return video;
  }

  /** Loads the associations that the caller uses after the end of the transaction. */
  private static VideoFile loaded(VideoFile video) {
    video.getObjects().size();
    video.getKeySlots().size();
    return video;
  }

  @Override
  @Transactional
  public Page list(Account viewer, LibraryQuery query) {
    return new LibraryPage(entities, viewer, query).load();
  }

  @Override
  @Transactional
  public Set<Long> withoutRow(Collection<Long> fileIds) {
    Set<Long> missing = new HashSet<>(fileIds);
    if (!missing.isEmpty()) {
      missing.removeAll(
          entities
              .createQuery("select v.id from VideoFile v where v.id in :ids", Long.class)
              .setParameter("ids", fileIds)
              .getResultList());
    }
    return missing;
  }
}
