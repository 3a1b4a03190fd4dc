package io.sealcast.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: the database answers. */
@Readiness
@ApplicationScoped
public class DatabaseHealth implements HealthCheck {
  private final DatabaseProbe database;

  @Inject
  DatabaseHealth(DatabaseProbe database) {
    this.database = database;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(database.isUp()).build();
  }
}
