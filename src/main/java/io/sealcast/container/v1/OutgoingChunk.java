package io.sealcast.container.v1;

import io.sealcast.container.CipherContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for a chunk that is filled, then encrypted on any thread, then written; after that, they
 * can be filled again. Only {@link #seal} hands work to another thread. Not thread-safe.
 */
final class OutgoingChunk {
  private final CipherContext context;
  private final ChunkCipher cipher;
  private final int capacity;
  private final byte[] plain;
  private final byte[] sealed;
  private int filled;

  /** The encryption, whose result is the length in {@code sealed}; null before it has begun. */
  private @Nullable FutureTask<Integer> sealing;

  OutgoingChunk(Header header, ChunkKeys keys, CipherContext context) {
    this.context = context;
    cipher = new ChunkCipher(header, keys, context);
    capacity = header.chunkSize();
    plain = context.plain(Layout.sealedLength(capacity));
    sealed = context.sealed(Layout.sealedLength(capacity));
  }

  boolean isFull() {
    return filled == capacity;
  }

  /** Copies as much as there is room for. Returns the number of bytes. */
  int fill(byte[] source, int offset, int length) {
    int part = Math.min(capacity - filled, length);
    System.arraycopy(source, offset, plain, filled, part);
    filled += part;
    return part;
  }

  /** Encrypts the chunk on a thread of the executor. */
  void seal(long index, boolean last, Executor executor) {
    int length = filled;
    FutureTask<Integer> task =
        new FutureTask<>(() -> cipher.seal(index, last, plain, length, sealed));
    executor.execute(task);
    // only now: a task that the executor didn't accept would never end
    sealing = task;
  }

  /** Whether {@link #write} wouldn't wait. */
  boolean isSealed() {
    return sealing != null && sealing.isDone();
  }

  /** Waits for the end of the encryption, writes the chunk and empties the buffers. */
  void write(OutputStream out) throws IOException {
    out.write(sealed, 0, await());
    sealing = null;
    filled = 0;
  }

  byte[] sealTrailer(long size, long chunkCount) {
    return cipher.sealTrailer(size, chunkCount);
  }

  /** Waits until no thread uses the buffers, and wipes the plaintext. Returns the context. */
  CipherContext release() {
    if (sealing != null) {
      try {
        await();
      } catch (IllegalStateException e) {
        // write has reported it, or nobody wants the chunk any more
      }
      sealing = null;
    }
    Arrays.fill(plain, (byte) 0);
    return context;
  }

  /**
   * Waits for the encryption, which takes milliseconds, even if the thread is interrupted: the
   * buffers are in use until then.
   */
  private int await() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return Objects.requireNonNull(sealing).get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A chunk could not be encrypted", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
