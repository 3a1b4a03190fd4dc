package io.sealcast.storage.local;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.BlobWriter;
import io.sealcast.storage.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;

/** Writes a draft file and publishes it by an atomic move. Not thread-safe. */
final class LocalBlobWriter extends BlobWriter {
  /** Number of bytes written between two checks of the free space. */
  private static final long SPACE_CHECK = 16L << 20;

  private static final int MOVE_ATTEMPTS = 3;

  private final LocalBlobStore store;
  private final Path target;
  private final Path draft;
  private final FileChannel channel;
  private final EarlySync sync;
  private long size;
  private long nextCheck = SPACE_CHECK;
  private boolean done;

  LocalBlobWriter(LocalBlobStore store, Path target, Path draft) throws IOException {
    this(store, target, draft, newDraft(store, draft));
  }

  LocalBlobWriter(LocalBlobStore store, Path target, Path draft, FileChannel channel) {
    this.store = store;
    this.target = target;
    this.draft = draft;
    this.channel = channel;
    sync = new EarlySync(channel, store.syncThread());
  }

  private static FileChannel newDraft(LocalBlobStore store, Path draft) throws IOException {
    try {
      return OwnerOnly.createFile(draft);
    } catch (IOException e) {
      throw translated(e, store);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (size >= nextCheck) {
      store.requireSpace();
      nextCheck = size + SPACE_CHECK;
    }
    ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
    try {
      while (buffer.hasRemaining()) {
        size += channel.write(buffer);
      }
      sync.appended(size);
    } catch (IOException e) {
      throw translated(e, store);
    }
  }

  @Override
  public void publish() throws IOException {
    try {
      sync.await();
      channel.force(true);
      channel.close();
      moveIntoPlace();
      done = true;
      syncDirectories();
    } catch (IOException e) {
      throw translated(e, store);
    }
  }

  private void moveIntoPlace() throws IOException {
    for (int attempt = 1; ; attempt++) {
      OwnerOnly.createDirectories(directory());
      try {
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (NoSuchFileException e) {
        // the directory was deleted between the two calls above
        if (attempt == MOVE_ATTEMPTS || Files.notExists(draft)) {
          throw e;
        }
      }
    }
  }

  /** The directory of the blob, below that of the store. */
  private Path directory() {
    return Objects.requireNonNull(target.getParent());
  }

  /**
   * Makes the directory entries durable as well: after a power failure, a file without its
   * directory entry would be lost.
   */
  private void syncDirectories() {
    for (Path p = directory(); p != null && p.startsWith(store.root()); p = p.getParent()) {
      try (FileChannel directory = FileChannel.open(p, StandardOpenOption.READ)) {
        directory.force(true);
      } catch (IOException e) {
        return; // Windows can't open directories and doesn't need this
      }
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      channel.close();
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Translates a failure of a full disk to INSUFFICIENT_STORAGE. Java reports a full disk only by
   * the operating system's message, which is in the language of the machine, so the free space is
   * checked as well.
   */
  private static IOException translated(IOException e, LocalBlobStore store) throws IOException {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left")
        || message.contains("not enough space")
        || message.contains("quota exceeded")
        || store.usableBytes() == 0) {
      throw new DomainException(ErrorCode.INSUFFICIENT_STORAGE, e);
    }
    return e;
  }
}
