package io.sealcast.delivery;

import io.sealcast.range.ChunkGrid;
import io.sealcast.vault.ResponseCipher;
import jakarta.enterprise.context.Dependent;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * A pool of arrays for sealed whole chunks. A new mebibyte for each response would have to be
 * zeroed and would displace the processor's caches. The pool is bounded, and the arrays contain
 * only sealed bytes.
 */
@Dependent
class ResponseBuffers {
  private static final int LENGTH = ResponseCipher.sealedLength(ChunkGrid.DEFAULT.chunkSize());
  private static final int KEPT = 8;

  private final ArrayBlockingQueue<byte[]> idle = new ArrayBlockingQueue<>(KEPT);

  /** Returns an array of exactly this length, whose content is undefined. */
  byte[] take(int length) {
    byte[] array = length == LENGTH ? idle.poll() : null;
    return array != null ? array : new byte[length];
  }

  /** Returns a buffer to the pool once the broker has acknowledged its content. */
  void putBack(ByteBuffer sealed) {
    if (sealed.hasArray() && sealed.array().length == LENGTH) {
      idle.offer(sealed.array());
    }
  }
}
