package io.sealcast.vault;

import io.sealcast.container.Workbench;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Workbenches at rest. One is taken for each open reader or writer; when none is left, a new one is
 * made, and only as many as this holds are kept: each has 2 MiB of buffers.
 */
@ApplicationScoped
class Workbenches {
  private static final int KEPT = 16;

  private final ArrayBlockingQueue<Workbench> idle = new ArrayBlockingQueue<>(KEPT);

  Workbench take() {
    Workbench bench = idle.poll();
    return bench != null ? bench : new Workbench();
  }

  /** The caller may not touch the workbench any more. */
  void putBack(Workbench bench) {
    idle.offer(bench);
  }
}
