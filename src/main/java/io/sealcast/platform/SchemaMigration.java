package io.sealcast.platform;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;

/**
 * Migrates the database schema before anything uses the database. It waits up to {@code
 * sealcast.db.wait} for a database that isn't there yet, since an entity manager factory that was
 * created without a database never recovers.
 *
 * <p>It has the highest priority of all observers of the application's initialization, so tasks
 * that the others schedule, events of {@code Startup} and requests come later. Only Kafka's
 * channels start earlier, as soon as the CDI container is up, but they don't use the database
 * before: range requests need none, responses and events change only data in memory, and the job
 * dispatcher drops jobs that arrive before the start and finds them again later.
 */
@ApplicationScoped
class SchemaMigration {
  private static final Logger LOG = System.getLogger(SchemaMigration.class.getName());
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

  @Resource(lookup = "jdbc/sealcast", shareable = false)
  private DataSource database;

  @Inject
  @ConfigProperty(name = "sealcast.db.wait")
  private Duration maxWait;

  private volatile boolean done;

  void migrate(@Observes @Priority(1) @Initialized(ApplicationScoped.class) Object start) {
    awaitDatabase();
    int applied =
        Flyway.configure(SchemaMigration.class.getClassLoader())
            .dataSource(database)
            // Liberty's class loader lists a folder only by the empty file flyway.location in it
            .locations("classpath:db/migration")
            .callbackLocations("classpath:db/migration")
            .failOnMissingLocations(true)
            .load()
            .migrate()
            .migrationsExecuted;
    done = true;
    LOG.log(Level.INFO, "Schema is up to date, {0} migrations applied", applied);
  }

  boolean isDone() {
    return done;
  }

  private void awaitDatabase() {
    Instant deadline = Instant.now().plus(maxWait);
    while (true) {
      try (Connection connection = database.getConnection()) {
        if (connection.isValid(5)) {
          return;
        }
      } catch (SQLException e) {
        if (Instant.now().isAfter(deadline)) {
          throw new IllegalStateException("No database within " + maxWait, e);
        }
        LOG.log(Level.WARNING, "Waiting for the database: SQL state {0}", e.getSQLState());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_INTERVAL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the database", e);
    }
  }
}
