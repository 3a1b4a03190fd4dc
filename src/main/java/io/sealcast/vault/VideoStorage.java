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

/** What can be done to stored videos without a key. */
@ApplicationScoped
public class VideoStorage {
  private final BlobStore blobs;

  @Inject
  public VideoStorage(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Deletes all that is stored of a video, its key file too. */
  public void deleteVideo(long fileId) throws IOException {
    blobs.deleteAll(ObjectRef.prefix(fileId));
  }

  /** Deletes one object; does nothing when it isn't there. */
  public void deleteObject(ObjectRef ref) throws IOException {
    blobs.delete(ref.blobKey());
  }

  /** Whether an object is there. */
  public boolean isThere(ObjectRef ref) throws IOException {
    try (Blob blob = blobs.open(ref.blobKey())) {
      return blob.size() >= 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The objects of a video that are published at this moment, registered or not. */
  public Set<ObjectRef> objects(long fileId) throws IOException {
    Set<ObjectRef> found = new HashSet<>();
    for (BlobStore.Entry entry : blobs.list(ObjectRef.prefix(fileId))) {
      ObjectRef.parse(entry.key()).ifPresent(found::add);
    }
    return found;
  }

  /** Bytes that may still be stored. */
  public long usableBytes() throws IOException {
    return blobs.usableBytes();
  }

  /** Removes drafts of objects that nobody writes any more; returns how many. */
  public int collectOrphans(Instant olderThan) throws IOException {
    return blobs.collectOrphans(olderThan);
  }

  /**
   * The videos of which something is stored but no key file, and nothing since {@code then}: nobody
   * can ever open them.
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
