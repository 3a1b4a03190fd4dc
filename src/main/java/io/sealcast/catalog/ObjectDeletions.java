package io.sealcast.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The deletions of single objects that aren't complete yet. {@link Captions} adds them for what it
 * replaces or removes, and {@link #expect} for what isn't registered yet.
 */
@ApplicationScoped
public class ObjectDeletions {
  /** Time in which a published object is registered. */
  static final Duration REGISTRATION = Duration.ofMinutes(10);

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  protected ObjectDeletions() {}

  /** Creates an instance without a CDI container. */
  ObjectDeletions(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Returns deletions that are due, oldest first.
   *
   * @param most maximum number of deletions
   */
  @Transactional
  public List<ObjectDeletion> due(Instant now, int most) {
    return entities
        .createQuery(
            "select d from ObjectDeletion d where d.nextTry <= :now order by d.nextTry",
            ObjectDeletion.class)
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultList();
  }

  /**
   * Records that an object is to be deleted unless it is registered in time, so that nothing is
   * left of it when this instance dies meanwhile. Called before the object is published.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void expect(UUID objectId, long fileId, Instant now) {
    entities.persist(new ObjectDeletion(objectId, fileId, now.plus(REGISTRATION)));
  }

  /** Gives an {@linkplain #expect expected} registration the whole time again. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void postpone(UUID objectId, Instant now) {
    entities
        .createQuery("update ObjectDeletion d set d.nextTry = :next where d.objectId = :id")
        .setParameter("next", now.plus(REGISTRATION))
        .setParameter("id", objectId)
        .executeUpdate();
  }

  /**
   * Cancels an {@linkplain #expect expected} deletion in the caller's transaction, which registers
   * the object.
   *
   * @return false when the deletion is carried out already
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean cancelExpected(UUID objectId) {
    return delete(objectId) > 0;
  }

  /** Returns the ids of objects of a video whose deletion is recorded, whenever it is due. */
  @Transactional
  public Set<UUID> of(long fileId) {
    return Set.copyOf(
        entities
            .createQuery("select d.objectId from ObjectDeletion d where d.fileId = :id", UUID.class)
            .setParameter("id", fileId)
            .getResultList());
  }

  private int delete(UUID objectId) {
    return entities
        .createQuery("delete from ObjectDeletion d where d.objectId = :id")
        .setParameter("id", objectId)
        .executeUpdate();
  }

  /** Records that the object isn't in the storage any more. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void succeeded(UUID objectId) {
    delete(objectId);
  }

  /** Records an attempt that failed, so that it is repeated after a pause. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void failed(UUID objectId, Instant now) {
    ObjectDeletion deletion =
        entities.find(ObjectDeletion.class, objectId, LockModeType.PESSIMISTIC_WRITE);
    if (deletion != null) {
      deletion.failed(now);
    }
  }
}
