package io.sealcast.vault;

import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Operations on stored videos that need no key. Thread-safe. */
@ApplicationScoped
public class VideoStorage {
  private final BlobStore blobs;

  @Inject
  public VideoStorage(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Deletes all objects of a video and its key file. */
  public void deleteVideo(long fileId) throws IOException {
    blobs.deleteAll(ObjectRef.prefix(fileId));
  }

  /** Deletes an object. Does nothing when it doesn't exist. */
  public void deleteObject(ObjectRef ref) throws IOException {
    blobs.delete(ref.blobKey());
  }

  /**
   * Deletes objects, except those that are registered.
   *
   * @param registered ids of the objects that the database has
   */
  public void deleteUnregistered(Set<ObjectRef> objects, Set<UUID> registered) throws IOException {
    for (ObjectRef ref : objects) {
      if (!registered.contains(ref.objectId())) {
        deleteObject(ref);
      }
    }
  }

  /** Whether an object exists. */
  public boolean isThere(ObjectRef ref) throws IOException {
    try (Blob blob = blobs.open(ref.blobKey())) {
      return blob.size() >= 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Returns the published objects of a video, whether or not they are registered in the database.
   */
  public Set<ObjectRef> objects(long fileId) throws IOException {
    Set<ObjectRef> found = new HashSet<>();
    for (BlobStore.Entry entry : blobs.list(ObjectRef.prefix(fileId))) {
      ObjectRef.parse(entry.key()).ifPresent(found::add);
    }
    return found;
  }

  /** Returns the number of bytes that can still be stored. */
  public long usableBytes() throws IOException {
    return blobs.usableBytes();
  }

  /**
   * Removes unpublished drafts of objects that nobody has written to since {@code olderThan}.
   *
   * @return number of drafts removed
   */
  public int collectOrphans(Instant olderThan) throws IOException {
    return blobs.collectOrphans(olderThan);
  }

  /**
   * Returns the ids of videos that have objects but no key file, and nothing newer than {@code
   * then}. Without a key file nobody can decrypt them.
   */
  public Set<Long> unrecoverable(Instant then) throws IOException {
    Set<Long> lost = new HashSet<>();
    Set<Long> spared = new HashSet<>();
    for (BlobStore.Entry entry : blobs.list(ObjectRef.ALL)) {
      boolean spare = entry.modified().isAfter(then) || entry.key().endsWith("/" + KeyFiles.NAME);
      (spare ? spared : lost).add(ObjectRef.fileId(entry.key()));
    }
    lost.removeAll(spared);
    return lost;
  }
}
