package io.sealcast.storage.s3;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.BlobWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes an object. An object that fits into one part is uploaded by a single PUT; a larger one by
 * a multipart upload while it is written. In both cases S3 shows the object only when it is
 * complete. At most one part is in memory. Not thread-safe.
 */
final class S3BlobWriter extends BlobWriter {
  private static final Logger LOG = System.getLogger(S3BlobWriter.class.getName());

  /**
   * Initial size of the buffer in bytes. It suffices for a key file; the buffer of a video doubles
   * up to the size of a part.
   */
  private static final int FIRST_BUFFER = 16 * 1024;

  /** Maximum number of parts in a multipart upload to S3. */
  private static final int MOST_PARTS = 10_000;

  private final S3BlobStore store;
  private final String key;
  private final int partBytes;
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private long size;

  /** Id of the multipart upload; null before it has begun. */
  private @Nullable String uploadId;

  private boolean done;

  S3BlobWriter(S3BlobStore store, String key, int partBytes) {
    this.store = store;
    this.key = key;
    this.partBytes = partBytes;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    requireOpen();
    int at = offset;
    int left = length;
    while (left > 0) {
      if (filled == partBytes) {
        sendPart();
      }
      int some = Math.min(left, partBytes - filled);
      makeRoom(filled + some);
      System.arraycopy(source, at, buffer, filled, some);
      filled += some;
      size += some;
      at += some;
      left -= some;
    }
  }

  private void makeRoom(int needed) {
    if (needed > buffer.length) {
      long doubled = Math.max(needed, 2L * buffer.length);
      buffer = Arrays.copyOf(buffer, (int) Math.min(doubled, partBytes));
    }
  }

  private void sendPart() throws IOException {
    if (parts.size() == MOST_PARTS) {
      throw new DomainException(ErrorCode.INSUFFICIENT_STORAGE);
    }
    if (uploadId == null) {
      uploadId = store.beginUpload(key);
    }
    parts.add(store.uploadPart(key, uploadId, parts.size() + 1, buffer, filled));
    filled = 0;
  }

  @Override
  public void publish() throws IOException {
    requireOpen();
    if (uploadId == null) {
      store.put(key, buffer, filled);
    } else {
      sendPart(); // never empty: a full buffer is sent only when more bytes follow
      store.completeUpload(key, uploadId, parts);
    }
    done = true;
    buffer = new byte[0];
  }

  @Override
  public long size() {
    return size;
  }

  /**
   * Discards the object unless it was published. A failure isn't thrown: parts that can't be
   * removed now are removed by {@link S3BlobStore#collectOrphans}.
   */
  @Override
  public void close() {
    if (done) {
      return;
    }
    done = true;
    buffer = new byte[0];
    if (uploadId != null) {
      try {
        store.abortUpload(key, uploadId);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.WARNING, "A broken upload stays for now: {0}", e.getMessage());
      }
    }
  }

  private void requireOpen() throws IOException {
    if (done) {
      throw new IOException("The writer is closed");
    }
  }
}
