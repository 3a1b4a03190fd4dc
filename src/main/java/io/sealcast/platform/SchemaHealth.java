package io.sealcast.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Startup check: the database schema is up to date. Until then the instance waits for its database,
 * which is no reason to restart it.
 */
@Startup
@ApplicationScoped
public class SchemaHealth implements HealthCheck {
  private final SchemaMigration migration;

  @Inject
  SchemaHealth(SchemaMigration migration) {
    this.migration = migration;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("schema").status(migration.isDone()).build();
  }
}
