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
 * Brings the database's schema up to date before anything uses it. Waits for a database that isn't
 * there yet: an entity manager factory that met none at its start stays broken.
 *
 * <p>First of all observers of the start, so that whatever they schedule comes later, as do events
 * of {@code Startup} and requests. Only Kafka's channels are faster: they read from the moment that
 * the beans are known. None of them reaches the database before: range requests need none, answers
 * and events touch only what is in memory, and jobs that come before the start are let go by the
 * job desk, which finds them again later.
 */
@ApplicationScoped
class SchemaMigration {
  private static final Logger LOG = System.getLogger(SchemaMigration.class.getName());
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

  @Resource(lookup = "jdbc/sealcast")
  private DataSource database;

  @Inject
  @ConfigProperty(name = "sealcast.db.wait")
  private Duration patience;

  private volatile boolean done;

  void migrate(@Observes @Priority(1) @Initialized(ApplicationScoped.class) Object start) {
    awaitDatabase();
    int applied =
        Flyway.configure(SchemaMigration.class.getClassLoader())
            .dataSource(database)
            // Liberty's class loader shows folders by the empty file flyway.location in them
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
    Instant deadline = Instant.now().plus(patience);
    while (true) {
      try (Connection connection = database.getConnection()) {
        if (connection.isValid(5)) {
          return;
        }
      } catch (SQLException e) {
        if (Instant.now().isAfter(deadline)) {
          throw new IllegalStateException("No database within " + patience, e);
        }
        LOG.log(Level.WARNING, "Waiting for the database: SQL state {0}", e.getSQLState());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the database", e);
    }
  }
}
