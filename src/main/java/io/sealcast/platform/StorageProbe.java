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

/** Whether the storage takes, gives and deletes, as far as there is room. */
@ApplicationScoped
class StorageProbe {
  private static final Logger LOG = System.getLogger(StorageProbe.class.getName());

  /** Asked by balancers every second; the disk need not be. */
  private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();

  private final BlobStore store;
  private volatile boolean working;
  private volatile boolean asked;
  @GuardedBy("this")
  private long askedAt;

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
    } catch (DomainException e) {
      // a full one still gives: the videos that are there must not go away for want of room
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
