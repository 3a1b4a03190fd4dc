package io.sealcast.vault;

import io.sealcast.container.CipherContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Cipher contexts at rest. One is taken for each open reader or writer; when none is left, a new
 * one is made, and only as many as this holds are kept: each has up to three buffers of a chunk's
 * length, of which objects with chunks of 1 MiB need two.
 */
@ApplicationScoped
class CipherContextPool {
  private static final int KEPT = 16;

  private final ArrayBlockingQueue<CipherContext> idle = new ArrayBlockingQueue<>(KEPT);

  CipherContext take() {
    CipherContext context = idle.poll();
    return context != null ? context : new CipherContext();
  }

  /** The caller may not touch the context any more. */
  void putBack(CipherContext context) {
    idle.offer(context);
  }
}
