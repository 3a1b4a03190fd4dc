package io.sealcast.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: the storage can write, read and delete. */
@Readiness
@ApplicationScoped
public class StorageHealth implements HealthCheck {
  private final StorageProbe storage;

  @Inject
  StorageHealth(StorageProbe storage) {
    this.storage = storage;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("storage").status(storage.isWorking()).build();
  }
}
