package io.sealcast.vault;

import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What can be done to stored videos without a key. */
@ApplicationScoped
public class VideoStorage {
  private final BlobStore blobs;

  /** For the container's proxies only. */
  protected VideoStorage() {
    this(null);
  }

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

  /**
   * Deletes the objects of a video that aren't among {@code kept}: what an attempt at processing
   * had published before it was killed. For the one who holds the video's lease; the key file
   * stays.
   *
   * @return how many were deleted
   */
  public int deleteObjectsExcept(long fileId, Set<UUID> kept) throws IOException {
    Set<String> keys =
        kept.stream().map(id -> new ObjectRef(fileId, id).blobKey()).collect(Collectors.toSet());
    int deleted = 0;
    for (BlobStore.Entry entry : blobs.list(ObjectRef.prefix(fileId))) {
      if (entry.key().endsWith(ObjectRef.SUFFIX) && !keys.contains(entry.key())) {
        blobs.delete(entry.key());
        deleted++;
      }
    }
    return deleted;
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
