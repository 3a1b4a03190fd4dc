package io.sealcast.vault;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Seals the data keys of processing jobs for the database. The sealing key is derived from the
 * service key and from a random secret of the job, which lies in the storage. A database can't
 * erase a row: copies of it stay in the write-ahead log and in the free space of its pages. A file
 * can be overwritten. So a job's key is gone for good when its secret is erased, whoever has the
 * service key and all files of the database. Thread-safe.
 */
@ApplicationScoped
public class JobSecrets {
  private static final int LENGTH = 32;

  private final BlobStore blobs;
  private final SealedKeys sealedKeys;

  @Inject
  public JobSecrets(BlobStore blobs, SealedKeys sealedKeys) {
    this.blobs = blobs;
    this.sealedKeys = sealedKeys;
  }

  /**
   * Stores a new secret for a job and seals the data key with it. The caller keeps ownership of the
   * key, and erases the secret unless the sealed key is stored.
   *
   * @param expiresAt expiry time, of which only whole seconds count
   */
  public byte[] seal(JobRef job, Instant expiresAt, DataKey key) throws IOException {
    byte[] secret = Secrets.random(LENGTH);
    try (BlobWriter writer = blobs.create(job.blobKey())) {
      writer.write(secret, 0, LENGTH);
      writer.publish();
      return sealedKeys.sealJob(job, expiresAt, secret, key);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * Opens the result of {@link #seal}.
   *
   * @throws DomainException PROCESSING_LOST when the secret was erased, the job has expired, or the
   *     key was sealed with another service key or for another job
   * @throws IOException when the storage fails
   */
  public DataKey open(JobRef job, Instant expiresAt, byte[] sealed) throws IOException {
    byte[] secret = new byte[LENGTH];
    try (Blob blob = blobs.open(job.blobKey())) {
      if (blob.size() != LENGTH) {
        throw new DomainException(ErrorCode.PROCESSING_LOST);
      }
      blob.readFully(0, secret, 0, LENGTH);
      return sealedKeys.openJob(job, expiresAt, secret, sealed);
    } catch (NoSuchFileException e) {
      throw new DomainException(ErrorCode.PROCESSING_LOST, e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Erases the secret of a job. It does nothing when there is none. */
  public void erase(JobRef job) throws IOException {
    blobs.erase(job.blobKey());
  }

  /** Returns the jobs whose secrets are stored and were made before a time. */
  public List<JobRef> storedBefore(Instant then) throws IOException {
    List<JobRef> found = new ArrayList<>();
    for (BlobStore.Entry entry : blobs.list(JobRef.ALL)) {
      if (entry.modified().isBefore(then)) {
        JobRef.parse(entry.key()).ifPresent(found::add);
      }
    }
    return found;
  }
}
