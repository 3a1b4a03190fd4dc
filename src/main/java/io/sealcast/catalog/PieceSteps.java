package io.sealcast.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of the pictures of videos in work. A piece is a row with a {@linkplain StepLeases
 * lease}, so that any processor can make it. The row has its object then, which is deleted with it:
 * when the job has ended, or when a repeated attempt has other pieces. Thread-safe.
 */
@ApplicationScoped
public class PieceSteps {
  /** Selects pieces {@code s} that a worker may take. */
  private static final String FREE =
      "s.objectId is null and s.failed = false and " + StepLeases.FREE;

  private static final List<VideoStatus> ENDED = List.of(VideoStatus.PROCESSED, VideoStatus.FAILED);

  @Inject private ObjectDeletions deletions;

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  protected PieceSteps() {}

  /** Creates an instance without a CDI container. */
  PieceSteps(EntityManager entities) {
    this.entities = entities;
    this.deletions = new ObjectDeletions(entities);
  }

  /**
   * How the pictures of a rendition are encoded.
   *
   * @param width shown width in pixels
   * @param height shown height in pixels
   * @param frameRate pictures in a second, a whole number or a fraction such as {@code 30000/1001}
   * @param origin time in seconds on the clock of the source that becomes 0
   * @param length duration of the rendition in seconds
   * @param pictureLength time in seconds from the origin to the end of the last picture of the
   *     source
   */
  public record Plan(
      int width,
      int height,
      String frameRate,
      double origin,
      double length,
      double pictureLength) {}

  /**
   * A piece of these pictures.
   *
   * @param number number of the piece, from 0
   * @param from time in seconds at which it begins
   * @param to time in seconds at which the next piece begins; empty for the last one
   */
  public record PlannedPiece(Plan plan, int number, int from, OptionalInt to) {}

  /**
   * Offers pieces to all processors. Of those that an earlier attempt has left, equal ones stay,
   * whether they are made or in work; those that have failed are tried again, and all others are
   * removed.
   *
   * @param worker who processes the video
   * @return whether the video is in work and the worker has its lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean offer(long fileId, String worker, List<PlannedPiece> pieces, Instant now) {
    VideoFile video = lockVideo(fileId);
    if (video == null || !isInWork(video) || !video.isLeasedTo(worker)) {
      return false;
    }
    Set<PlannedPiece> missing = new LinkedHashSet<>(pieces);
    List<PieceStep> needless =
        of(fileId).stream()
            .filter(step -> step.isFailed() || !missing.remove(step.getPiece()))
            .toList();
    remove(needless, now);
    missing.forEach(piece -> entities.persist(new PieceStep(fileId, piece, now)));
    return true;
  }

  private static boolean isInWork(VideoFile video) {
    return video.getStatus() == VideoStatus.PROCESSING && !video.isConcluded();
  }

  private List<PieceStep> of(long fileId) {
    return entities
        .createQuery("select s from PieceStep s where s.fileId = :id", PieceStep.class)
        .setParameter("id", fileId)
        .getResultList();
  }

  private void remove(Collection<PieceStep> steps, Instant now) {
    for (PieceStep step : steps) {
      step.getMade()
          .map(made -> ObjectDeletion.due(made.objectId(), step.getFileId(), now))
          .ifPresent(entities::persist);
      entities.remove(step);
    }
    // JPA inserts before it deletes
    entities.flush();
  }

  /**
   * Returns pieces that a worker may take, the beginnings of videos first, since they are watched
   * first.
   *
   * @param instance prefix of the names of workers that don't need help: pieces of videos that one
   *     of them processes are left out
   * @param most maximum number of pieces
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<PieceStep> waiting(String instance, Instant now, int most) {
    return entities
        .createQuery(
            "select s from PieceStep s, VideoFile v where v.id = s.fileId and v.status = :status"
                + " and (v.lease.worker is null or v.lease.leaseUntil < :now"
                + " or locate(:instance, v.lease.worker) <> 1) and "
                + FREE
                + " order by s.number, s.createdAt, s.fileId",
            PieceStep.class)
        .setParameter("status", VideoStatus.PROCESSING)
        .setParameter("instance", instance)
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultList();
  }

  /** Returns the first piece of a video that a worker may take. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<PieceStep> nextOf(long fileId, Instant now) {
    return entities
        .createQuery(
            "select s from PieceStep s where s.fileId = :id and " + FREE + " order by s.number",
            PieceStep.class)
        .setParameter("id", fileId)
        .setParameter("now", now)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** Returns a piece by its number. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<PieceStep> find(long fileId, int number) {
    return entities
        .createQuery(
            "select s from PieceStep s where s.fileId = :id and s.number = :number",
            PieceStep.class)
        .setParameter("id", fileId)
        .setParameter("number", number)
        .getResultStream()
        .findFirst();
  }

  /**
   * Records that a piece is made. The deletion of its object must have been {@linkplain
   * ObjectDeletions#expect expected}.
   *
   * @return whether the video is in work and the worker had the lease of the piece
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean complete(PieceStep step, String worker, PieceStep.Made made) {
    VideoFile video = lockVideo(step.getFileId());
    if (video == null || !isInWork(video)) {
      return false;
    }
    Optional<PieceStep> held = StepLeases.held(entities, step, worker);
    if (held.isEmpty() || !deletions.cancelExpected(made.objectId())) {
      return false;
    }
    held.get().complete(made);
    return true;
  }

  /**
   * Records that a piece can't be made.
   *
   * @return whether the worker had the lease of the piece
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean fail(PieceStep step, String worker) {
    Optional<PieceStep> held = StepLeases.held(entities, step, worker);
    held.ifPresent(PieceStep::fail);
    return held.isPresent();
  }

  /**
   * Removes all pieces of a video in the transaction in which its job ends. The caller has locked
   * the row of the video.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void end(long fileId, Instant now) {
    entities
        .createQuery(
            "select s.objectId from PieceStep s where s.fileId = :id and s.objectId is not null",
            UUID.class)
        .setParameter("id", fileId)
        .getResultList()
        .forEach(object -> entities.persist(ObjectDeletion.due(object, fileId, now)));
    entities
        .createQuery("delete from PieceStep s where s.fileId = :id")
        .setParameter("id", fileId)
        .executeUpdate();
  }

  /**
   * Removes the pieces of videos whose job an instance has ended that doesn't know of pieces.
   *
   * @param most maximum number of videos
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void removeEnded(Instant now, int most) {
    entities
        .createQuery(
            "select distinct s.fileId from PieceStep s, VideoFile v"
                + " where v.id = s.fileId and v.status in :ended order by s.fileId",
            Long.class)
        .setParameter("ended", ENDED)
        .setMaxResults(most)
        .getResultList()
        .forEach(fileId -> removeEnded(fileId, now));
  }

  private void removeEnded(long fileId, Instant now) {
    VideoFile video = lockVideo(fileId);
    // it may be processed again by now
    if (video != null && ENDED.contains(video.getStatus())) {
      end(fileId, now);
    }
  }

  private @Nullable VideoFile lockVideo(long fileId) {
    return entities.find(VideoFile.class, fileId, LockModeType.PESSIMISTIC_WRITE);
  }
}
