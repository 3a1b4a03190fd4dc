package io.sealcast.catalog;

import io.sealcast.account.DatabaseBulkhead;
import io.sealcast.account.Viewer;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The library in PostgreSQL, accessed by JPA. Thread-safe. */
@DatabaseBulkhead
@ApplicationScoped
class JpaVideos implements Videos {
  @Inject private PieceSteps pieces;

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
  public void add(VideoFile video, JobKey job) {
    entities.persist(video);
    // the row of the video is inserted first, since the row of the job refers to it
    entities.flush();
    entities.persist(job);
    entities.persist(new UnsentJob(job));
  }

  @Override
  @Transactional
  public VideoFile requeue(Viewer viewer, long fileId, JobKey job) {
    VideoFile video = find(viewer, fileId, Action.REPROCESS);
    // the second of two concurrent calls waits here and then sees the changes of the first
    entities.refresh(video, LockModeType.PESSIMISTIC_WRITE);
    // a processed video with a key is one whose smaller renditions are still being made
    if (video.getStatus() == VideoStatus.PROCESSED && entities.find(JobKey.class, fileId) != null) {
      throw new DomainException(ErrorCode.VIDEO_BUSY);
    }
    // a step whose key has expired can't be done any more
    for (String steps : List.of("LadderStep", "SoundStep")) {
      entities
          .createQuery("delete from " + steps + " s where s.fileId = :id")
          .setParameter("id", fileId)
          .executeUpdate();
    }
    // of a job that an earlier version has ended
    pieces.end(fileId, Instant.now());
    for (MediaObject part : video.removeIncompleteRenditions()) {
      entities.persist(ObjectDeletion.due(part.getObjectId(), fileId, Instant.now()));
    }
    video.requeue();
    // an earlier job that the broker never received is replaced by the new one
    deleteUnsentJob(fileId);
    entities
        .createQuery("delete from JobKey k where k.fileId = :id")
        .setParameter("id", fileId)
        .executeUpdate();
    entities.persist(job);
    entities.persist(new UnsentJob(job));
    return loaded(video);
  }

  @Override
  @Transactional
  public void cancel(Viewer viewer, long fileId, String worker, Instant until) {
    VideoFile video = find(viewer, fileId, Action.CANCEL);
    // waits for a processor that is recording an outcome, or for another call, and sees its changes
    entities.refresh(video, LockModeType.PESSIMISTIC_WRITE);
    video.cancel(worker, until);
    pieces.end(fileId, Instant.now());
    deleteUnsentJob(fileId);
  }

  @Override
  @Transactional
  public VideoFile settle(Viewer viewer, long fileId, String worker) {
    VideoFile video = find(viewer, fileId, Action.CANCEL);
    entities.refresh(video, LockModeType.PESSIMISTIC_WRITE);
    if (video.isLeasedTo(worker)) {
      video.settle(worker);
    }
    return loaded(video);
  }

  private void deleteUnsentJob(long fileId) {
    entities
        .createQuery("delete from UnsentJob j where j.fileId = :id")
        .setParameter("id", fileId)
        .executeUpdate();
  }

  @Override
  @Transactional
  public VideoFile require(Viewer viewer, long fileId) {
    return loaded(find(viewer, fileId, Action.WATCH));
  }

  @Override
  @Transactional
  public VideoFile rename(Viewer viewer, long fileId, String title) {
    String checked = Title.check(title);
    VideoFile video = find(viewer, fileId, Action.EDIT);
    // waits for a processor that is writing its progress, and then works on the updated row
    entities.refresh(video, LockModeType.PESSIMISTIC_WRITE);
    video.rename(checked);
    return loaded(video);
  }

  @Override
  @Transactional
  public Deletion delete(Viewer viewer, long fileId) {
    // the second of two concurrent calls waits here and finds no video then
    entities.find(VideoFile.class, fileId, LockModeType.PESSIMISTIC_WRITE);
    VideoFile video = find(viewer, fileId, Action.DELETE);
    JobKey job = entities.find(JobKey.class, fileId);
    Deletion deletion = video.deletion(job == null ? null : job.getJobId(), Instant.now());
    entities.persist(deletion);
    // A statement is used instead of the entity, so that a concurrent update by a processor doesn't
    // make the deletion fail. The schema deletes dependent rows by cascade.
    entities
        .createQuery("delete from VideoFile v where v.id = :id")
        .setParameter("id", fileId)
        .executeUpdate();
    return deletion;
  }

  private VideoFile find(Viewer viewer, long fileId, Action action) {
    VideoFile video = entities.find(VideoFile.class, fileId);
    if (video == null) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
    AccessPolicy.require(viewer, video, action);
    return video;
  }

  /** Loads the associations that the caller uses after the end of the transaction. */
  private static VideoFile loaded(VideoFile video) {
    video.fetchAll();
    return video;
  }

  @Override
  @Transactional
  public Page list(Viewer viewer, LibraryQuery query) {
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
