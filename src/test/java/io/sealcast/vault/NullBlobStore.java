package io.sealcast.vault;

import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;

/** Discards everything that is written. Reads return the blob given to the constructor, if any. */
final class NullBlobStore implements BlobStore {
  private final byte[] held;

  NullBlobStore() {
    this(null);
  }

  NullBlobStore(byte[] held) {
    this.held = held;
  }

  @Override
  public BlobWriter create(String key) {
    return new Writer();
  }

  @Override
  public Blob open(String key) throws NoSuchFileException {
    if (held == null) {
      throw new NoSuchFileException(key);
    }
    return new HeldBlob(held);
  }

  @Override
  public void delete(String key) {}

  @Override
  public void erase(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deleteAll(String prefix) {}

  @Override
  public List<Entry> list(String prefix) {
    return List.of();
  }

  @Override
  public int collectOrphans(Instant olderThan) {
    return 0;
  }

  @Override
  public long usableBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public void probe() {}

  private record HeldBlob(byte[] bytes) implements Blob {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) {
      System.arraycopy(bytes, (int) position, target, offset, length);
    }

    @Override
    public void close() {}
  }

  private static final class Writer extends BlobWriter {
    private long size;

    @Override
    public void write(int b) {
      size++;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      size += length;
    }

    @Override
    public void publish() {}

    @Override
    public long size() {
      return size;
    }

    @Override
    public void close() {}
  }
}
