package io.sealcast.limit;

import io.sealcast.metrics.Meters;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/**
 * Keeps the limits in PostgreSQL. A limit is the generic cell rate algorithm (ITU-T I.371) in one
 * statement, so that nothing is locked between two of them, and by the database's clock alone. Rows
 * hold hashes in place of names and addresses.
 */
@ApplicationScoped
class JdbcSharedLimits implements SharedLimits {
  private static final Logger LOG = System.getLogger(JdbcSharedLimits.class.getName());
  private static final int KNOWN_DAYS = 90;
  private static final int MAX_FAILURES = 1000;
  private static final double MICROS = 1e6;

  /** Time for which the database isn't queried again after a failure. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Resource(lookup = "jdbc/sealcast", shareable = false)
  DataSource database;

  @Resource private ManagedScheduledExecutorService scheduler;

  private final LongAdder unavailable = new LongAdder();
  private volatile long awayUntil = System.nanoTime();

  @FunctionalInterface
  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  void begin(@Observes Startup event) {
    scheduler.scheduleWithFixedDelay(this::sweep, 10, 10, TimeUnit.MINUTES);
  }

  void show(@Observes Meters meters) {
    meters.counter(
        "sealcast_shared_limits_unavailable_total",
        "Uses that only this instance limited, since the database was away.",
        unavailable::sum);
  }

  private void sweep() {
    run("delete from rate_limit where full_at < now()", 0, PreparedStatement::executeUpdate);
    run(
        "delete from sign_in_failures where blocked_until < now() and last_at < now() - interval '"
            + FailureDelays.FORGOTTEN_AFTER.toSeconds()
            + " seconds'",
        0,
        PreparedStatement::executeUpdate);
    run(
        "delete from known_network where seen_at < now() - interval '" + KNOWN_DAYS + " days'",
        0,
        PreparedStatement::executeUpdate);
  }

  @Override
  public Optional<Duration> take(RateLimit limit, String whose) {
    boolean taken =
        run(
            "insert into rate_limit as r (key, full_at)"
                + " values (?, now() + ? * interval '1 microsecond')"
                + " on conflict (key) do update"
                + " set full_at = greatest(r.full_at, now()) + ? * interval '1 microsecond'"
                + " where r.full_at <= now() + ? * interval '1 microsecond'",
            true,
            statement -> {
              statement.setBytes(1, hash(limit.name(), whose));
              statement.setLong(2, limit.microsPerUse());
              statement.setLong(3, limit.microsPerUse());
              statement.setLong(4, limit.micros() - limit.microsPerUse());
              return statement.executeUpdate() > 0;
            });
    if (taken) {
      return Optional.empty();
    }
    return check(limit, whose).or(() -> Optional.of(Duration.ofMillis(1)));
  }

  @Override
  public Optional<Duration> check(RateLimit limit, String whose) {
    Double seconds =
        run(
            "select extract(epoch from full_at - now()) from rate_limit where key = ?",
            0.,
            statement -> {
              statement.setBytes(1, hash(limit.name(), whose));
              try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getDouble(1) : 0.;
              }
            });
    double wait = seconds * MICROS - limit.micros() + limit.microsPerUse();
    return wait > 0 ? Optional.of(Duration.ofMillis((long) (wait / 1000) + 1)) : Optional.empty();
  }

  @Override
  public void count(RateLimit limit, String whose) {
    run(
        "insert into rate_limit as r (key, full_at)"
            + " values (?, now() + ? * interval '1 microsecond')"
            + " on conflict (key) do update set full_at ="
            + " least(greatest(r.full_at, now()) + ? * interval '1 microsecond',"
            + " now() + ? * interval '1 microsecond')",
        0,
        statement -> {
          statement.setBytes(1, hash(limit.name(), whose));
          statement.setLong(2, limit.microsPerUse());
          statement.setLong(3, limit.microsPerUse());
          statement.setLong(4, limit.micros());
          return statement.executeUpdate();
        });
  }

  @Override
  public Optional<Duration> blocked(String name) {
    Double seconds =
        run(
            "select extract(epoch from blocked_until - now()) from sign_in_failures"
                + " where name_hash = ? and blocked_until > now()",
            0.,
            statement -> {
              statement.setBytes(1, hash("name", name));
              try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getDouble(1) : 0.;
              }
            });
    return seconds > 0 ? Optional.of(Duration.ofMillis((long) (seconds * 1000))) : Optional.empty();
  }

  @Override
  public void failed(String name) {
    byte[] key = hash("name", name);
    Integer failures =
        run(
            "insert into sign_in_failures as f (name_hash, failures, blocked_until, last_at)"
                + " values (?, 1, now(), now()) on conflict (name_hash) do update set"
                + " failures = case when f.last_at < now() - ? * interval '1 second' then 1"
                + " else least(f.failures + 1, ?) end, last_at = now() returning failures",
            0,
            statement -> {
              statement.setBytes(1, key);
              statement.setLong(2, FailureDelays.FORGOTTEN_AFTER.toSeconds());
              statement.setInt(3, MAX_FAILURES);
              try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
              }
            });
    Duration delay = FailureDelays.after(failures);
    if (!delay.isZero()) {
      run(
          "update sign_in_failures set blocked_until = now() + ? * interval '1 second'"
              + " where name_hash = ?",
          0,
          statement -> {
            statement.setLong(1, delay.toSeconds());
            statement.setBytes(2, key);
            return statement.executeUpdate();
          });
    }
  }

  @Override
  public boolean isKnown(String name, String network) {
    return run(
        "select 1 from known_network where hash = ?",
        false,
        statement -> {
          statement.setBytes(1, hash(name, network));
          try (ResultSet row = statement.executeQuery()) {
            return row.next();
          }
        });
  }

  @Override
  public void succeeded(String name, String network, boolean wasKnown) {
    run(
        wasKnown
            ? "update known_network set seen_at = now()"
                + " where hash = ? and seen_at < now() - interval '1 day'"
            : "insert into known_network (hash, seen_at) values (?, now())"
                + " on conflict (hash) do update set seen_at = now()",
        0,
        statement -> {
          statement.setBytes(1, hash(name, network));
          return statement.executeUpdate();
        });
    if (!wasKnown) {
      run(
          "delete from sign_in_failures where name_hash = ?",
          0,
          statement -> {
            statement.setBytes(1, hash("name", name));
            return statement.executeUpdate();
          });
    }
  }

  private <T> T run(String sql, T whenAway, Work<T> work) {
    if (System.nanoTime() - awayUntil < 0) {
      unavailable.increment();
      return whenAway;
    }
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      return work.with(statement);
    } catch (SQLException e) {
      // waiting for a connection may take seconds, and a sign-in needs several queries
      awayUntil = System.nanoTime() + PAUSE.toNanos();
      unavailable.increment();
      LOG.log(Level.DEBUG, "The limits of all instances don''t apply: {0}", e.getSQLState());
      return whenAway;
    }
  }

  private static byte[] hash(String kind, String whose) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest((kind + '\0' + whose).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
