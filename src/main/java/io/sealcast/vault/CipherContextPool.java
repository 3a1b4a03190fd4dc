package io.sealcast.vault;

import io.sealcast.container.CipherContext;
import io.sealcast.container.CipherContexts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * A pool of cipher contexts. Each open reader takes one, each writer one for each chunk in flight;
 * when the pool is empty, a new context is created. The pool keeps at most {@link #KEPT} idle
 * contexts, since each has up to three buffers of a chunk's length. Thread-safe.
 */
@ApplicationScoped
class CipherContextPool implements CipherContexts {
  private static final int KEPT = 16;

  private final ArrayBlockingQueue<CipherContext> idle = new ArrayBlockingQueue<>(KEPT);

  @Override
  public CipherContext take() {
    CipherContext context = idle.poll();
    return context != null ? context : new CipherContext();
  }

  @Override
  public void putBack(CipherContext context) {
    idle.offer(context);
  }
}
