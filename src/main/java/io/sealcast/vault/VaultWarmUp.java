package io.sealcast.vault;

import io.sealcast.container.registry.WarmUp;
import io.sealcast.range.ChunkGrid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;

/**
 * Runs the ciphers in the background at the start, so that the JIT compiler has compiled them
 * before the first viewer comes.
 */
@ApplicationScoped
class VaultWarmUp {
  /**
   * Number of rounds. Measurements show no further gain for the first 64 MiB from 20 rounds on;
   * they take about 0.7 s of one core.
   */
  static final int ROUNDS = 24;

  /**
   * Number of sealed messages, of which one in {@link #WHOLE_EVERY} is a whole chunk. Measurements
   * show that AES-GCM starts at 1.5 GiB/s after this mix. After whole chunks only, it runs at 60
   * MiB/s for the first hundred chunks; after small messages only, its compiled code suits only
   * small messages.
   */
  private static final int SEALS = 8_000;

  private static final int SMALL = 8 * 1024;
  private static final int WHOLE_EVERY = 100;

  void onStartup(@Observes Startup event) {
    // the thread isn't managed by the container, since it needs none of its contexts
    Thread thread = new Thread(VaultWarmUp::run, "sealcast-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  static void run() {
    WarmUp.run(ROUNDS);
    byte[] key = new byte[ResponseKey.LENGTH];
    byte[] associated = new byte[16];
    byte[] whole = new byte[ChunkGrid.DEFAULT.chunkSize()];
    byte[] small = new byte[SMALL];
    for (int i = 0; i < SEALS; i++) {
      byte[] chunk = i % WHOLE_EVERY == 0 ? whole : small;
      byte[] sealed = GcmSeal.seal(key, associated, chunk, 0, chunk.length);
      GcmSeal.open(key, associated, sealed).orElseThrow();
    }
  }
}
