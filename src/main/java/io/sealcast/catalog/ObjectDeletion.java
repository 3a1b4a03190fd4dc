package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * The deletion of a single stored object of a video, whose row is gone. It is carried out until the
 * object isn't in the storage any more.
 */
@Entity
@Table(name = "object_deletion")
public class ObjectDeletion {
  @Id
  @Column(name = "object_id")
  private UUID objectId;

  @Column(name = "video_id", nullable = false, updatable = false)
  private long fileId;

  @Column(nullable = false)
  private int attempts;

  @Column(name = "next_try", nullable = false)
  private Instant nextTry;

  protected ObjectDeletion() {}

  /**
   * Creates a deletion.
   *
   * @param nextTry when any instance may carry it out
   */
  public ObjectDeletion(UUID objectId, long fileId, Instant nextTry) {
    this.objectId = objectId;
    this.fileId = fileId;
    this.nextTry = nextTry;
  }

  /** Creates the deletion of an object to which nothing refers any more. */
  public static ObjectDeletion due(UUID objectId, long fileId, Instant now) {
    return new ObjectDeletion(objectId, fileId, now.plus(DeletionPauses.HEAD_START));
  }

  public UUID getObjectId() {
    return objectId;
  }

  public long getFileId() {
    return fileId;
  }

  public Instant getNextTry() {
    return nextTry;
  }

  /** Records an attempt that failed. The pauses grow from 5 seconds to 5 minutes. */
  public void failed(Instant now) {
    nextTry = now.plus(DeletionPauses.after(attempts));
    attempts++;
  }
}
