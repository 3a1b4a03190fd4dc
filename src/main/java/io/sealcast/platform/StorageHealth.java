package io.sealcast.platform;

import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only with a storage that takes, gives and deletes. */
@Readiness
@ApplicationScoped
public class StorageHealth implements HealthCheck {
  private static final Logger LOG = System.getLogger(StorageHealth.class.getName());

  /** Asked by balancers every second; the disk need not be. */
  private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();

  private final BlobStore store;
  private volatile boolean working;
  private long askedAt;
  private volatile boolean asked;

  StorageHealth() {
    this(null);
  }

  @Inject
  StorageHealth(BlobStore store) {
    this.store = store;
  }

  @Override
  public synchronized HealthCheckResponse call() {
    if (!asked || System.nanoTime() - askedAt > KEPT_NANOS) {
      working = probe();
      askedAt = System.nanoTime();
      asked = true;
    }
    return HealthCheckResponse.named("storage").status(working).build();
  }

  /** 1 when it worked, 0 when it didn't, NaN when it wasn't looked at. */
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
