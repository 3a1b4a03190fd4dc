package io.sealcast.storage.s3;

import io.sealcast.storage.Blob;
import java.io.EOFException;
import java.io.IOException;

/**
 * One version of an object, fixed when the blob is opened. It holds no connection; each read
 * outside of the cached ends is a request.
 */
final class S3Blob implements Blob {
  private final S3BlobStore store;
  private final String key;
  private final Edges edges;

  S3Blob(S3BlobStore store, String key, Edges edges) {
    this.store = store;
    this.key = key;
    this.edges = edges;
  }

  /**
   * Both ends of an object. Every read of a chunk opens the container, which reads its header and
   * trailer; with cached ends, a chunk takes one request instead of three.
   *
   * @param size length of the object in bytes
   * @param version entity tag (RFC 9110, section 8.8.3) of the object
   * @param head first bytes; all bytes of a small object
   * @param tail last bytes; empty when {@code head} has all bytes
   */
  record Edges(long size, String version, byte[] head, byte[] tail) {
    boolean areAll() {
      return head.length == size;
    }
  }

  @Override
  public long size() {
    return edges.size;
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int length) throws IOException {
    if (position + length > edges.size) {
      throw new EOFException("The blob ends before");
    }
    long tailAt = edges.size - edges.tail.length;
    if (position + length <= edges.head.length) {
      System.arraycopy(edges.head, (int) position, target, offset, length);
    } else if (position >= tailAt) {
      System.arraycopy(edges.tail, (int) (position - tailAt), target, offset, length);
    } else {
      store.read(key, edges.version, position, target, offset, length);
    }
  }

  @Override
  public void close() {
    // there is nothing to release
  }
}
