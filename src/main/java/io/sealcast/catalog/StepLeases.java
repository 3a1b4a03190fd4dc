package io.sealcast.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The leases of steps. A lease expires unless its worker renews it. Thread-safe. */
@ApplicationScoped
public class StepLeases {
  /** Selects steps {@code s} whose lease is free at a time {@code :now}. */
  static final String FREE =
      "(s.lease.leaseUntil is null or s.lease.leaseUntil < :now)"
          + " and (s.lease.notBefore is null or s.lease.notBefore <= :now)";

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  /**
   * A step with its video.
   *
   * @param video the detached video with its objects
   */
  public record Leased<S extends LeasedStep>(S step, VideoFile video) {}

  /**
   * A step that a worker may take.
   *
   * @param account id of the account whose video it is made of
   */
  public record Waiting<S extends LeasedStep>(S step, long account) {}

  /**
   * Takes the lease of a step; empty when it is gone or another worker has it.
   *
   * @param until end of the lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public <S extends LeasedStep> Optional<Leased<S>> acquire(
      Class<S> kind, UUID stepId, String worker, Instant now, Instant until) {
    Optional<S> step = lock(entities, kind, stepId);
    if (step.isEmpty() || !step.get().acquireLease(worker, now, until)) {
      return Optional.empty();
    }
    VideoFile video = entities.find(VideoFile.class, step.get().getFileId());
    if (video == null) {
      return Optional.empty();
    }
    video.fetchAll();
    return Optional.of(new Leased<>(step.get(), video));
  }

  /**
   * Renews a lease.
   *
   * @return whether the step exists and the worker still has its lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean prolong(LeasedStep step, String worker, Instant until) {
    Optional<LeasedStep> held = held(step, worker);
    held.ifPresent(s -> s.renew(until));
    return held.isPresent();
  }

  /**
   * Releases a lease after a failed attempt.
   *
   * @param next when the next attempt may begin
   * @return whether the worker still had the lease
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean abandon(LeasedStep step, String worker, Instant next) {
    Optional<LeasedStep> held = held(step, worker);
    held.ifPresent(s -> s.abandon(next));
    return held.isPresent();
  }

  /** Releases a lease because the server stops. The attempt isn't counted. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void handBack(LeasedStep step, String worker) {
    held(step, worker).ifPresent(LeasedStep::handBack);
  }

  private Optional<LeasedStep> held(LeasedStep step, String worker) {
    return held(entities, step, worker).map(LeasedStep.class::cast);
  }

  /** Returns a step of a transaction, locked, if it exists and the worker has its lease. */
  static <S extends LeasedStep> Optional<S> held(EntityManager entities, S step, String worker) {
    @SuppressWarnings("unchecked") // the class of a step of this type
    Class<S> kind = (Class<S>) step.getClass();
    return lock(entities, kind, step.getStepId()).filter(s -> s.isLeasedTo(worker));
  }

  private static <S extends LeasedStep> Optional<S> lock(
      EntityManager entities, Class<S> kind, UUID stepId) {
    return Optional.ofNullable(entities.find(kind, stepId, LockModeType.PESSIMISTIC_WRITE));
  }

  /**
   * Returns the steps of processed videos that a worker may take.
   *
   * @param which condition for the step {@code s}; empty for none
   * @param served ids of accounts whose videos are left out
   * @param order in which they are returned, by the step {@code s} and its video {@code v}
   * @param most maximum number of steps
   */
  static <S extends LeasedStep> List<Waiting<S>> waiting(
      EntityManager entities,
      Class<S> kind,
      String which,
      Set<Long> served,
      String order,
      Instant now,
      int most) {
    TypedQuery<Object[]> query =
        entities
            .createQuery(
                "select s, v.ownerId from "
                    + kind.getSimpleName()
                    + " s, VideoFile v where v.id = s.fileId and v.status = :processed and "
                    + FREE
                    + (which.isEmpty() ? "" : " and " + which)
                    + (served.isEmpty() ? "" : " and v.ownerId not in :served")
                    + " order by "
                    + order,
                Object[].class)
            .setParameter("processed", VideoStatus.PROCESSED)
            .setParameter("now", now)
            .setMaxResults(most);
    if (!served.isEmpty()) {
      query.setParameter("served", served);
    }
    return query
        .getResultStream()
        .map(row -> new Waiting<>(kind.cast(row[0]), (Long) row[1]))
        .toList();
  }

  private boolean isLeft(Class<? extends LeasedStep> kind, long fileId) {
    return !entities
        .createQuery(
            "select s.stepId from " + kind.getSimpleName() + " s where s.fileId = :id", UUID.class)
        .setParameter("id", fileId)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  /** Whether steps of a processed video are left, for which the key of its job is kept. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean isLeft(long fileId) {
    return isLeft(LadderStep.class, fileId) || isLeft(SoundStep.class, fileId);
  }

  /** Returns the keys of processed videos of which no step is left. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<JobKey> keysOfEnded(int most) {
    return entities
        .createQuery(
            "select k from JobKey k, VideoFile v"
                + " where v.id = k.fileId and v.status = :processed"
                + " and not exists (select s from LadderStep s where s.fileId = k.fileId)"
                + " and not exists (select s from SoundStep s where s.fileId = k.fileId)",
            JobKey.class)
        .setParameter("processed", VideoStatus.PROCESSED)
        .setMaxResults(most)
        .getResultList();
  }
}
