package io.sealcast.platform;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Checks whether the storage can write, read and delete. A full storage counts as working.
 * Thread-safe.
 */
@ApplicationScoped
class StorageProbe {
  private static final Logger LOG = System.getLogger(StorageProbe.class.getName());

  /**
   * Time in nanoseconds for which a result is reused: load balancers ask every second, which would
   * be too often for the disk.
   */
  private static final long VALID_NANOS = Duration.ofSeconds(5).toNanos();

  private final BlobStore store;
  private volatile boolean working;
  private volatile boolean probed;

  @GuardedBy("this")
  private long probedAt;

  @Inject
  StorageProbe(BlobStore store) {
    this.store = store;
  }

  /** Probes the storage unless the last result is recent. The call blocks. */
  synchronized boolean isWorking() {
    if (!probed || System.nanoTime() - probedAt > VALID_NANOS) {
      working = probe();
      probedAt = System.nanoTime();
      probed = true;
    }
    return working;
  }

  /**
   * Returns the last result without probing: 1 for success, 0 for failure, NaN before the first
   * probe.
   */
  double lastSeen() {
    return probed ? working ? 1 : 0 : Double.NaN;
  }

  private boolean probe() {
    try {
      store.probe();
      return true;
    } catch (DomainException e) {
      // a full storage can still be read, and the stored videos must stay available
      return e.code() == ErrorCode.INSUFFICIENT_STORAGE || broken(e);
    } catch (IOException | RuntimeException e) {
      return broken(e);
    }
  }

  private static boolean broken(Exception e) {
    LOG.log(Level.WARNING, "The storage does not work: {0}", e.toString());
    return false;
  }
}
