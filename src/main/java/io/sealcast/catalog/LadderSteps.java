package io.sealcast.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The steps that are left to make the smaller renditions of processed videos. Each step is a row
 * with a lease, so that any processor can take it; it is gone when its rendition is registered or
 * can't be made. Thread-safe.
 */
@ApplicationScoped
public class LadderSteps {
  @Inject private ObjectDeletions deletions;

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  /**
   * Adds the steps of a video in the caller's transaction.
   *
   * @param sizes width and height in pixels
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void add(long fileId, List<Presentation.Resolution> sizes, Instant now) {
    for (Presentation.Resolution size : sizes) {
      entities.persist(new LadderStep(fileId, size.width(), size.height(), now));
    }
  }

  /**
   * A step with its video.
   *
   * @param video the detached video with its objects
   */
  public record Leased(LadderStep step, VideoFile video) {}

  /**
   * Takes the lease of a step; empty when it is gone or another worker has it.
   *
   * @param until end of the lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Leased> acquire(UUID stepId, String worker, Instant now, Instant until) {
    LadderStep step = lock(stepId);
    if (step == null || !step.acquireLease(worker, now, until)) {
      return Optional.empty();
    }
    VideoFile video = entities.find(VideoFile.class, step.getFileId());
    if (video == null) {
      return Optional.empty();
    }
    video.fetchAll();
    return Optional.of(new Leased(step, video));
  }

  /**
   * Renews a lease.
   *
   * @return whether the step exists and the worker still has its lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean prolong(UUID stepId, String worker, Instant until) {
    Optional<LadderStep> step = leased(stepId, worker);
    step.ifPresent(s -> s.renew(until));
    return step.isPresent();
  }

  /**
   * Registers the rendition of a step, which ends by that. The deletion of its object must have
   * been {@linkplain ObjectDeletions#expect expected}.
   *
   * @return whether the video and the step existed and the worker still had the lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean complete(LadderStep step, String worker, MediaObject rendition) {
    VideoFile video =
        entities.find(VideoFile.class, step.getFileId(), LockModeType.PESSIMISTIC_WRITE);
    Optional<LadderStep> current = leased(step.getStepId(), worker);
    if (video == null || current.isEmpty() || !deletions.cancelExpected(rendition.getObjectId())) {
      return false;
    }
    video.addObject(rendition);
    // by which event streams recognize a change
    entities.lock(video, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
    entities.remove(current.get());
    return true;
  }

  /**
   * Ends a step without a rendition.
   *
   * @return whether the worker still had its lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean giveUp(UUID stepId, String worker) {
    Optional<LadderStep> step = leased(stepId, worker);
    step.ifPresent(entities::remove);
    return step.isPresent();
  }

  /**
   * Releases a lease after a failed attempt.
   *
   * @param next when the next attempt may begin
   * @return whether the worker still had the lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean abandon(UUID stepId, String worker, Instant next) {
    Optional<LadderStep> step = leased(stepId, worker);
    step.ifPresent(s -> s.abandon(next));
    return step.isPresent();
  }

  /** Releases a lease because the server stops. The attempt isn't counted. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void handBack(UUID stepId, String worker) {
    leased(stepId, worker).ifPresent(LadderStep::handBack);
  }

  /** Whether steps of a video are left. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean isLeft(long fileId) {
    return !entities
        .createQuery("select s.fileId from LadderStep s where s.fileId = :id", Long.class)
        .setParameter("id", fileId)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  /**
   * Returns steps that a worker may take, those of small videos first, and of a video the smallest
   * size first: it helps those most who have the slowest lines.
   *
   * @param most maximum number of steps
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<LadderStep> waiting(Instant now, int most) {
    return entities
        .createQuery(
            "select s from LadderStep s, VideoFile v"
                + " where v.id = s.fileId and v.status = :processed"
                + " and (s.lease.leaseUntil is null or s.lease.leaseUntil < :now)"
                + " and (s.lease.notBefore is null or s.lease.notBefore <= :now)"
                + " order by v.durationSeconds, s.fileId, s.height",
            LadderStep.class)
        .setParameter("processed", VideoStatus.PROCESSED)
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultList();
  }

  /** Returns processed videos that have a key of a job although no step of theirs is left. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Collection<Long> endedWithKey(int most) {
    return entities
        .createQuery(
            "select k.fileId from JobKey k, VideoFile v"
                + " where v.id = k.fileId and v.status = :processed"
                + " and not exists (select s from LadderStep s where s.fileId = k.fileId)",
            Long.class)
        .setParameter("processed", VideoStatus.PROCESSED)
        .setMaxResults(most)
        .getResultList();
  }

  private Optional<LadderStep> leased(UUID stepId, String worker) {
    return Optional.ofNullable(lock(stepId)).filter(step -> step.isLeasedTo(worker));
  }

  private @Nullable LadderStep lock(UUID stepId) {
    return entities.find(LadderStep.class, stepId, LockModeType.PESSIMISTIC_WRITE);
  }
}
