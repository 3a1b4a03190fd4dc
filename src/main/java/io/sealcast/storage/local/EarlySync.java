package io.sealcast.storage.local;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Has a file written to the disk while more is appended to it, so that little is left to wait for
 * at its end. It is a hint: when the executor has no thread for it, more is left. Not thread-safe.
 */
final class EarlySync {
  /** Number of bytes that are appended between two calls. */
  static final long STEP = 32L << 20;

  private final FileChannel channel;
  private final Executor executor;
  private long next = STEP;
  private @Nullable FutureTask<Void> running;

  /**
   * Creates an instance for a file that is being written.
   *
   * @param executor rejects what it has no thread for
   */
  EarlySync(FileChannel channel, Executor executor) {
    this.channel = channel;
    this.executor = executor;
  }

  /**
   * Begins to write the file to the disk if enough was appended.
   *
   * @param size length of the file in bytes
   * @throws IOException when an earlier attempt failed
   */
  void appended(long size) throws IOException {
    if (size < next || (running != null && !running.isDone())) {
      return;
    }
    await();
    FutureTask<Void> task = new FutureTask<>(this::sync);
    try {
      executor.execute(task);
      running = task;
    } catch (RejectedExecutionException e) {
      // the thread is busy with another file
    }
    next = size + STEP;
  }

  private @Nullable Void sync() throws IOException {
    try {
      channel.force(false);
    } catch (ClosedChannelException e) {
      // the file was discarded meanwhile
    }
    return null;
  }

  /**
   * Waits for the attempt that is running. The system reports a failure to one caller only, so that
   * a later attempt could succeed although bytes are lost.
   *
   * @throws IOException when it failed
   */
  void await() throws IOException {
    FutureTask<Void> last = running;
    if (last == null) {
      return;
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          last.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      // with the system's message, which names a full disk
      throw new IOException(cause.getMessage(), cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
