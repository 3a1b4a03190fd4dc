package io.sealcast.storage.local;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobKeys;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import io.sealcast.storage.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Stores blobs as files below one directory, with the keys as relative paths. Drafts are in its
 * subdirectory {@code .drafts}, which is in the same file system, so that a draft can be published
 * by an atomic move.
 */
public final class LocalBlobStore implements BlobStore {
  private static final int ZEROS = 8 * 1024;
  private static final int IDLE_SECONDS = 10;

  private final Path root;
  private final Path drafts;
  private final long keepFree;

  /** Syncs one large draft at a time while it is being written. */
  private final ThreadPoolExecutor syncThread =
      new ThreadPoolExecutor(
          0,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          LocalBlobStore::thread,
          new ThreadPoolExecutor.AbortPolicy());

  /**
   * @param directory root directory; it is created, for its owner only, unless it exists
   * @param keepFree bytes of the file system that must stay free
   */
  public LocalBlobStore(Path directory, long keepFree) throws IOException {
    root = directory.toAbsolutePath().normalize();
    drafts = root.resolve(".drafts");
    this.keepFree = keepFree;
    OwnerOnly.createDirectories(root);
    OwnerOnly.createDirectories(drafts);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sealcast-sync");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns an executor with one thread, which rejects work while that is busy. */
  Executor syncThread() {
    return syncThread;
  }

  @Override
  public BlobWriter create(String key) throws IOException {
    Path target = path(key);
    requireSpace();
    return new LocalBlobWriter(this, target, drafts.resolve(UUID.randomUUID() + ".draft"));
  }

  @Override
  public Blob open(String key) throws IOException {
    return new LocalBlob(path(key));
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(path(key));
  }

  /**
   * Overwrites the file with zeros before it is deleted. File systems that copy on write and flash
   * memory may keep the old blocks for a while.
   */
  @Override
  public void erase(String key) throws IOException {
    Path file = path(key);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
      for (long left = channel.size(); left > 0; left -= zeros.limit()) {
        zeros.clear().limit((int) Math.min(ZEROS, left));
        while (zeros.hasRemaining()) {
          channel.write(zeros);
        }
      }
      channel.force(true);
    } catch (NoSuchFileException e) {
      return;
    }
    Files.deleteIfExists(file);
  }

  @Override
  public void deleteAll(String prefix) throws IOException {
    Path directory = directory(prefix);
    if (!Files.isDirectory(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public List<Entry> list(String prefix) throws IOException {
    Path directory = directory(prefix);
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return entries;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String key = root.relativize(file).toString().replace('\\', '/');
            entries.add(
                new Entry(key, attributes.size(), attributes.lastModifiedTime().toInstant()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // deleted concurrently
            }
            throw failure;
          }
        });
    return entries;
  }

  @Override
  public int collectOrphans(Instant olderThan) throws IOException {
    int collected = 0;
    try (var files = Files.newDirectoryStream(drafts)) {
      for (Path draft : files) {
        try {
          // a draft that is still being written was modified recently
          if (Files.getLastModifiedTime(draft).toInstant().isBefore(olderThan)
              && Files.deleteIfExists(draft)) {
            collected++;
          }
        } catch (NoSuchFileException e) {
          continue; // published or discarded concurrently
        }
      }
    }
    return collected;
  }

  @Override
  public long usableBytes() throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root.toString());
    }
    // not Files.getFileStore, which finds no mount point in a chroot
    return Math.max(0, root.toFile().getUsableSpace() - keepFree);
  }

  void requireSpace() throws IOException {
    if (usableBytes() == 0) {
      throw new DomainException(ErrorCode.INSUFFICIENT_STORAGE);
    }
  }

  Path root() {
    return root;
  }

  private Path path(String key) {
    return root.resolve(BlobKeys.require(key));
  }

  private Path directory(String prefix) {
    return root.resolve(BlobKeys.requirePrefix(prefix));
  }
}
