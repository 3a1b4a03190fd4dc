package io.sealcast.playback;

import io.sealcast.account.DatabaseBulkhead;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Stores sessions by JDBC, since these few statements need no entity manager. */
@DatabaseBulkhead
@ApplicationScoped
class JdbcSessionStore implements SessionStore {
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  /**
   * Tolerance between the time of leaving and the time of use. The page's request to leave and the
   * last use of its socket arrive in either order, and the clocks of instances differ. Only a use
   * that is later by more than this counts as a return.
   */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private static final String LIVE = " expires_at > ? and (left_at is null or left_at > ?)";

  @Resource(lookup = "jdbc/sealcast", shareable = false)
  private DataSource dataSource;

  @Inject private PlaybackClock clock;

  @Inject
  @ConfigProperty(name = "sealcast.stream.left-ttl")
  private Duration leftTtl;

  JdbcSessionStore() {}

  @FunctionalInterface
  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  @Override
  public void insert(SessionRow row, int most) {
    // concurrent inserts may exceed the limit slightly, which is acceptable
    int inserted =
        run(
            "insert into stream_session"
                + " (request_hash, video_id, account_id, delivery, sealed_keys, expires_at)"
                + " select ?, ?, ?, ?, ?, ?"
                + " where (select count(*) from stream_session"
                + " where account_id = ? and"
                + LIVE
                + ") < ?",
            statement -> {
              statement.setBytes(1, row.hash());
              statement.setLong(2, row.fileId());
              statement.setLong(3, row.accountId());
              statement.setString(4, row.delivery().name());
              statement.setBytes(5, row.sealedKeys());
              statement.setTimestamp(6, Timestamp.from(row.expiresAt()));
              statement.setLong(7, row.accountId());
              setLive(statement, 8);
              statement.setInt(10, most);
              return statement.executeUpdate();
            });
    if (inserted == 0) {
      throw DomainException.retryLater(
          ErrorCode.TOO_MANY_REQUESTS,
          "Too many streams are open under your name; end some, or wait until they end.",
          RETRY_AFTER);
    }
  }

  @Override
  public Optional<SessionRow> find(byte[] hash) {
    return run(
        "select video_id, account_id, delivery, sealed_keys, expires_at from stream_session"
            + " where request_hash = ? and"
            + LIVE,
        statement -> {
          statement.setBytes(1, hash);
          setLive(statement, 2);
          try (ResultSet row = statement.executeQuery()) {
            return row.next()
                ? Optional.of(
                    new SessionRow(
                        hash,
                        row.getLong(1),
                        row.getLong(2),
                        StreamSessions.Delivery.valueOf(row.getString(3)),
                        row.getBytes(4),
                        row.getTimestamp(5).toInstant()))
                : Optional.empty();
          }
        });
  }

  @Override
  public void delete(byte[] hash) {
    run(
        "delete from stream_session where request_hash = ?",
        statement -> {
          statement.setBytes(1, hash);
          return statement.executeUpdate();
        });
  }

  @Override
  public void leave(byte[] hash, Instant when) {
    run(
        "update stream_session set left_at = ? where request_hash = ?",
        statement -> {
          statement.setTimestamp(1, Timestamp.from(when));
          statement.setBytes(2, hash);
          return statement.executeUpdate();
        });
  }

  @Override
  public void keep(Map<byte[], Instant> uses) {
    if (uses.isEmpty()) {
      return;
    }
    run(
        "update stream_session s set left_at = null"
            + " from unnest(?, ?) as used (hash, at)"
            + " where s.request_hash = used.hash and s.left_at < to_timestamp(used.at / 1000.0)"
            // a session that was left for longer has ended, even if its row still exists
            + " and s.left_at > ?",
        statement -> {
          Connection connection = statement.getConnection();
          byte[][] hashes = uses.keySet().toArray(new byte[0][]);
          Long[] times =
              uses.values().stream()
                  .map(used -> used.minus(CLOCK_TOLERANCE).toEpochMilli())
                  .toArray(Long[]::new);
          statement.setArray(1, connection.createArrayOf("bytea", hashes));
          statement.setArray(2, connection.createArrayOf("bigint", times));
          statement.setTimestamp(3, Timestamp.from(clock.instant().minus(leftTtl)));
          return statement.executeUpdate();
        });
  }

  @Override
  public Set<String> alive(Collection<byte[]> hashes) {
    return run(
        "select request_hash from stream_session where request_hash = any (?) and" + LIVE,
        statement -> {
          Array array =
              statement.getConnection().createArrayOf("bytea", hashes.toArray(new byte[0][]));
          statement.setArray(1, array);
          setLive(statement, 2);
          Set<String> alive = new HashSet<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              alive.add(HexFormat.of().formatHex(rows.getBytes(1)));
            }
          }
          return alive;
        });
  }

  @Override
  public int deleteExpired() {
    return run(
        "delete from stream_session where expires_at <= ?",
        statement -> {
          statement.setTimestamp(1, Timestamp.from(clock.instant()));
          return statement.executeUpdate();
        });
  }

  @Override
  public List<Left> deleteLeft() {
    return run(
        "delete from stream_session where left_at <= ? returning request_hash, video_id",
        statement -> {
          statement.setTimestamp(1, Timestamp.from(clock.instant().minus(leftTtl)));
          List<Left> left = new ArrayList<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              left.add(new Left(rows.getBytes(1), rows.getLong(2)));
            }
          }
          return left;
        });
  }

  /** Sets the two parameters of {@link #LIVE}. */
  private void setLive(PreparedStatement statement, int at) throws SQLException {
    Instant now = clock.instant();
    statement.setTimestamp(at, Timestamp.from(now));
    statement.setTimestamp(at + 1, Timestamp.from(now.minus(leftTtl)));
  }

  private <T> T run(String sql, Work<T> work) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      return work.with(statement);
    } catch (SQLException e) {
      // 23503, foreign key violation: the video was deleted meanwhile
      throw "23503".equals(e.getSQLState())
          ? new DomainException(ErrorCode.NOT_FOUND)
          : new DomainException(ErrorCode.DATABASE_UNAVAILABLE, e);
    }
  }
}
