package io.sealcast.catalog;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Writes the search keys of videos whose key is missing or doesn't belong to their current title:
 * those from before the introduction of search keys, at the first start, and later those that an
 * instance of an older version uploads or renames during an update.
 */
@ApplicationScoped
class SearchKeys {
  private static final Logger LOG = System.getLogger(SearchKeys.class.getName());
  private static final int BATCH = 500;
  private static final long PERIOD_SECONDS = 60;

  // skips rows that another instance is filling at the moment
  private static final String STALE =
      "select id, title, filename from video_file where search_title is distinct from title"
          + " order by id limit "
          + BATCH
          + " for update skip locked";
  private static final String FILL =
      "update video_file set search_key = ?, search_title = ? where id = ?";

  @Resource(lookup = "jdbc/sealcast", shareable = false)
  private DataSource database;

  @Resource private ManagedScheduledExecutorService scheduler;

  SearchKeys() {}

  SearchKeys(DataSource database) {
    this.database = database;
  }

  /** Fills the keys directly after the schema migration and before the first request. */
  void fillAtStart(@Observes @Priority(2) @Initialized(ApplicationScoped.class) Object start) {
    try {
      fill();
    } catch (SQLException e) {
      throw new IllegalStateException("The search keys can't be written", e);
    }
  }

  void begin(@Observes Startup event) {
    scheduler.scheduleWithFixedDelay(
        this::fillAgain, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void fillAgain() {
    try {
      fill();
    } catch (SQLException | RuntimeException e) {
      // an exception would end the schedule
      LOG.log(Level.WARNING, "Search keys were not written; trying again: {0}", e.toString());
    }
  }

  /**
   * Fills missing keys in batches, each in its own transaction.
   *
   * @return number of keys written
   */
  int fill() throws SQLException {
    int filled = 0;
    int batch;
    do {
      batch = fillBatch();
      filled += batch;
    } while (batch == BATCH);
    if (filled > 0) {
      LOG.log(Level.INFO, "Made search keys for {0} videos", filled);
    }
    return filled;
  }

  private int fillBatch() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement stale = connection.prepareStatement(STALE);
          PreparedStatement fill = connection.prepareStatement(FILL);
          ResultSet rows = stale.executeQuery()) {
        int count = 0;
        while (rows.next()) {
          String title = rows.getString(2);
          fill.setString(1, SearchKey.of(title, rows.getString(3)));
          fill.setString(2, title);
          fill.setLong(3, rows.getLong(1));
          fill.addBatch();
          count++;
        }
        fill.executeBatch();
        connection.commit();
        return count;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }
}
