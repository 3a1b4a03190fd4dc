package io.sealcast.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Opaque bytes under a key such as {@code videos/17/5f0c….sealed}. Keys are made by the
 * application, never from what a user typed: segments of {@code [A-Za-z0-9._-]} joined by {@code
 * /}.
 *
 * <p>All methods block. Implementations are safe for use by many threads. A blob that isn't there
 * is a {@link java.nio.file.NoSuchFileException}; a store that can't be reached or refuses is any
 * other {@link IOException}.
 */
public interface BlobStore {

  /**
   * Begins a new blob. Nothing is visible under {@code key} before {@link BlobWriter#publish()}.
   *
   * @throws io.sealcast.problem.DomainException INSUFFICIENT_STORAGE when the space to be kept free
   *     would be used
   */
  BlobWriter create(String key) throws IOException;

  /**
   * Opens a published blob for ranged reads.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  Blob open(String key) throws IOException;

  /** Deletes a blob; does nothing when there is none. */
  void delete(String key) throws IOException;

  /** Deletes every blob whose key begins with {@code prefix}, which ends with {@code /}. */
  void deleteAll(String prefix) throws IOException;

  /** The published blobs whose key begins with {@code prefix}, which ends with {@code /}. */
  List<Entry> list(String prefix) throws IOException;

  /**
   * Removes what killed writers left unpublished and hasn't been written to since {@code
   * olderThan}; returns how many. Writers that live must have written since.
   */
  int collectOrphans(Instant olderThan) throws IOException;

  /** Bytes that may still be stored; {@link Long#MAX_VALUE} where there is no limit. */
  long usableBytes() throws IOException;

  /** Proves that a blob can be written, read and deleted; throws when it can't. */
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
   * @param size bytes
   */
  record Entry(String key, long size, Instant modified) {}
}
