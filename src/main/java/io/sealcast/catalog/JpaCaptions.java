package io.sealcast.catalog;

import io.sealcast.account.DatabaseBulkhead;
import io.sealcast.account.Viewer;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.LanguageTag;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores captions in PostgreSQL, accessed by JPA. Thread-safe. */
@DatabaseBulkhead
@ApplicationScoped
class JpaCaptions implements Captions {
  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Inject private ObjectDeletions deletions;

  @Override
  @Transactional
  public VideoFile require(Viewer viewer, long fileId) {
    VideoFile video = entities.find(VideoFile.class, fileId);
    return editable(viewer, video);
  }

  @Override
  @Transactional
  public Optional<UUID> put(Viewer viewer, long fileId, MediaObject captions) {
    VideoFile video = locked(viewer, fileId);
    Optional<UUID> former =
        captions.language().flatMap(video::captions).map(object -> discard(video, object));
    if (video.captions().size() >= MAX_PER_VIDEO) {
      throw new DomainException(ErrorCode.TOO_MANY_CAPTIONS);
    }
    if (!deletions.cancelExpected(captions.getObjectId())) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE);
    }
    video.addObject(captions);
    markChanged(video);
    return former;
  }

  @Override
  @Transactional
  public UUID remove(Viewer viewer, long fileId, LanguageTag language) {
    VideoFile video = locked(viewer, fileId);
    MediaObject former =
        video.captions(language).orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
    markChanged(video);
    return discard(video, former);
  }

  private UUID discard(VideoFile video, MediaObject former) {
    video.removeObject(former);
    entities.persist(ObjectDeletion.due(former.getObjectId(), video.getId(), Instant.now()));
    return former.getObjectId();
  }

  /** The second of two concurrent changes waits here and then sees the result of the first. */
  private VideoFile locked(Viewer viewer, long fileId) {
    VideoFile video = entities.find(VideoFile.class, fileId, LockModeType.PESSIMISTIC_WRITE);
    if (video != null) {
      entities.refresh(video, LockModeType.PESSIMISTIC_WRITE);
    }
    return editable(viewer, video);
  }

  private static VideoFile editable(Viewer viewer, @Nullable VideoFile video) {
    if (video == null) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
    AccessPolicy.require(viewer, video, Action.EDIT);
    if (video.getStatus() != VideoStatus.PROCESSED) {
      throw new DomainException(ErrorCode.VIDEO_NOT_READY);
    }
    video.fetchAll();
    return video;
  }

  /** Gives the row of the video another version, by which event streams recognize a change. */
  private void markChanged(VideoFile video) {
    entities.lock(video, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
  }
}
