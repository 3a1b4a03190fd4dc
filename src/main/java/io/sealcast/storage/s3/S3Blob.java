package io.sealcast.storage.s3;

import io.sealcast.storage.Blob;
import java.io.EOFException;
import java.io.IOException;

/** One object as it was when it was opened. Holds no connection: each read is a request. */
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
   * An object's both ends. A container is opened by its ends, for each chunk anew: kept, they make
   * a chunk one request instead of three.
   *
   * @param version its entity tag
   * @param head its first bytes; all of a small one
   * @param tail its last bytes; empty when {@code head} is all
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
    // nothing is held
  }
}
