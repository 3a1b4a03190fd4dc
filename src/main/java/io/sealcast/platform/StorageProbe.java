package io.sealcast.platform;

import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Whether the storage takes, gives and deletes. */
@ApplicationScoped
class StorageProbe {
  private static final Logger LOG = System.getLogger(StorageProbe.class.getName());

  /** Asked by balancers every second; the disk need not be. */
  private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();

  private final BlobStore store;
  private volatile boolean working;
  private volatile boolean asked;
  private long askedAt;

  StorageProbe() {
    this(null);
  }

  @Inject
  StorageProbe(BlobStore store) {
    this.store = store;
  }

  /** Tries it, unless somebody did a few seconds ago. */
  synchronized boolean isWorking() {
    if (!asked || System.nanoTime() - askedAt > KEPT_NANOS) {
      working = probe();
      askedAt = System.nanoTime();
      asked = true;
    }
    return working;
  }

  /** 1 when it worked, 0 when it didn't, NaN when it wasn't tried yet; doesn't try. */
  double lastSeen() {
    return asked ? working ? 1 : 0 : Double.NaN;
  }

  private boolean probe() {
    try {
      store.probe();
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "The storage does not work: {0}", e.toString());
      return false;
    }
  }
}
