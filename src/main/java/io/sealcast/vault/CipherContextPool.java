package io.sealcast.vault;

import io.sealcast.container.CipherContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * A pool of cipher contexts. Each open reader or writer takes one; when the pool is empty, a new
 * context is created. The pool keeps at most {@link #KEPT} idle contexts, since each has up to
 * three buffers of a chunk's length. Thread-safe.
 */
@ApplicationScoped
class CipherContextPool {
  private static final int KEPT = 16;

  private final ArrayBlockingQueue<CipherContext> idle = new ArrayBlockingQueue<>(KEPT);

  CipherContext take() {
    CipherContext context = idle.poll();
    return context != null ? context : new CipherContext();
  }

  /** Returns a context to the pool. The caller must not use it afterwards. */
  void putBack(CipherContext context) {
    idle.offer(context);
  }
}
