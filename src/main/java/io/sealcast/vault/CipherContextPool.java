package io.sealcast.vault;

import io.sealcast.container.CipherContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Workbenches at rest. One is taken for each open reader or writer; when none is left, a new one is
 * made, and only as many as this holds are kept: each has 2 MiB of buffers.
 */
@ApplicationScoped
class CipherContextPool {
  private static final int KEPT = 16;

  private final ArrayBlockingQueue<CipherContext> idle = new ArrayBlockingQueue<>(KEPT);

  CipherContext take() {
    CipherContext context = idle.poll();
    return context != null ? context : new CipherContext();
  }

  /** The caller may not touch the workbench any more. */
  void putBack(CipherContext context) {
    idle.offer(context);
  }
}
