package io.sealcast.vault;

import io.sealcast.container.registry.WarmUp;
import io.sealcast.range.ChunkGrid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;

/**
 * Warms the ciphers up once, beside the rest of the start, so that the first viewer is served as
 * fast as the thousandth.
 */
@ApplicationScoped
class VaultWarmUp {
  /** Measured: from 20 rounds on the first 64 MiB are as fast as any; about 0.7 s of one core. */
  static final int ROUNDS = 24;

  /**
   * Measured: whole chunks alone leave AES-GCM at 60 MiB/s for the first hundred of them, and small
   * messages alone are compiled for what small messages do. Mixed like this it starts at 1.5 GiB/s.
   */
  private static final int SEALS = 8_000;

  private static final int SMALL = 8 * 1024;
  private static final int WHOLE_EVERY = 100;

  void onStartup(@Observes Startup event) {
    // pure computing that needs nothing of the application: no managed thread
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
