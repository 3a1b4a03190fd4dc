package io.sealcast.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started once the schema is up to date; until then the instance waits for its database, which is
 * no reason to end it.
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
