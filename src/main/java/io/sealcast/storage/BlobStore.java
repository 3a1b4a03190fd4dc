package io.sealcast.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Stores opaque bytes under keys such as {@code videos/17/5f0c….sealed}. The application generates
 * the keys and never takes them from user input: they are segments of {@code [A-Za-z0-9._-]} joined
 * by {@code /}; see {@link BlobKeys}.
 *
 * <p>All methods block. Implementations are thread-safe. A missing blob causes a {@link
 * java.nio.file.NoSuchFileException}; a store that can't be reached or rejects a request causes any
 * other {@link IOException}.
 */
public interface BlobStore {

  /**
   * Begins a new blob. Nothing is visible under {@code key} before {@link BlobWriter#publish()}.
   *
   * @throws io.sealcast.problem.DomainException INSUFFICIENT_STORAGE when only the space that must
   *     stay free is left
   */
  BlobWriter create(String key) throws IOException;

  /**
   * Opens a published blob for ranged reads.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  Blob open(String key) throws IOException;

  /** Deletes a blob. It does nothing when there is none. */
  void delete(String key) throws IOException;

  /**
   * Deletes a small blob that holds a secret, so that its bytes are gone as far as the store allows
   * it: they are overwritten, and earlier versions of the blob are deleted too. It does nothing
   * when there is none.
   */
  void erase(String key) throws IOException;

  /** Deletes every blob whose key begins with {@code prefix}, which ends with {@code /}. */
  void deleteAll(String prefix) throws IOException;

  /**
   * Returns the published blobs whose key begins with {@code prefix}, which ends with {@code /}.
   */
  List<Entry> list(String prefix) throws IOException;

  /**
   * Removes the unpublished drafts of killed processes: those without a write since {@code
   * olderThan}. The caller chooses the time so that every active writer has written since.
   *
   * @return number of removed drafts
   */
  int collectOrphans(Instant olderThan) throws IOException;

  /**
   * Returns the number of bytes that may still be stored; {@link Long#MAX_VALUE} when there is no
   * limit.
   */
  long usableBytes() throws IOException;

  /**
   * Verifies that a blob can be written, read and deleted.
   *
   * @throws IOException when it can't
   */
  default void probe() throws IOException {
    String key = "probe/" + UUID.randomUUID();
    byte[] written = key.getBytes(StandardCharsets.US_ASCII);
    try (BlobWriter writer = create(key)) {
      writer.write(written);
      writer.publish();
    }
    byte[] read = new byte[written.length];
    try (Blob blob = open(key)) {
      blob.readFully(0, read, 0, read.length);
    } finally {
      delete(key);
    }
    if (!Arrays.equals(written, read)) {
      throw new IOException("The storage returns other bytes than were written");
    }
  }

  /**
   * A published blob.
   *
   * @param key key of the blob
   * @param size length in bytes
   * @param modified time of its publication
   */
  record Entry(String key, long size, Instant modified) {}
}
