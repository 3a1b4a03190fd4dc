package io.sealcast.delivery;

import io.sealcast.range.ChunkGrid;
import io.sealcast.vault.ResponseCipher;
import jakarta.enterprise.context.Dependent;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Arrays for sealed whole chunks, used again: a fresh mebibyte for each answer costs its zeroing
 * and its way through the caches. Only so many are kept; what is in them is sealed.
 */
@Dependent
class ResponseBuffers {
  private static final int LENGTH = ResponseCipher.sealedLength(ChunkGrid.DEFAULT.chunkSize());
  private static final int KEPT = 8;

  private final ArrayBlockingQueue<byte[]> idle = new ArrayBlockingQueue<>(KEPT);

  /** An array of just this length; what lies in it is to be overwritten. */
  byte[] take(int length) {
    byte[] array = length == LENGTH ? idle.poll() : null;
    return array != null ? array : new byte[length];
  }

  /** Nobody reads the buffer any more: the broker has acknowledged what was in it. */
  void putBack(ByteBuffer sealed) {
    if (sealed.hasArray() && sealed.array().length == LENGTH) {
      idle.offer(sealed.array());
    }
  }
}
