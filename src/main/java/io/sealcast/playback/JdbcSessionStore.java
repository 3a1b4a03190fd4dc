package io.sealcast.playback;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Plain JDBC: five statements, none of which needs an entity manager. */
@ApplicationScoped
class JdbcSessionStore implements SessionStore {
  private static final Duration COME_BACK = Duration.ofMinutes(1);

  @Resource(lookup = "jdbc/sealcast")
  private DataSource dataSource;

  JdbcSessionStore() {}

  JdbcSessionStore(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @FunctionalInterface
  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  @Override
  public void insert(SessionRow row, int most) {
    // several at the same moment may together exceed it by as many: a limit, not a ledger
    int inserted =
        run(
            "insert into stream_session"
                + " (request_hash, video_id, account_id, delivery, sealed_keys, expires_at)"
                + " select ?, ?, ?, ?, ?, ?"
                + " where (select count(*) from stream_session"
                + " where account_id = ? and expires_at > ?) < ?",
            statement -> {
              statement.setBytes(1, row.hash());
              statement.setLong(2, row.fileId());
              statement.setLong(3, row.accountId());
              statement.setString(4, row.delivery().name());
              statement.setBytes(5, row.sealedKeys());
              statement.setTimestamp(6, Timestamp.from(row.expiresAt()));
              statement.setLong(7, row.accountId());
              statement.setTimestamp(8, Timestamp.from(Instant.now()));
              statement.setInt(9, most);
              return statement.executeUpdate();
            });
    if (inserted == 0) {
      throw DomainException.retryLater(
          ErrorCode.TOO_MANY_REQUESTS,
          "Too many streams are open under your name; end some, or wait until they end.",
          COME_BACK);
    }
  }

  @Override
  public Optional<SessionRow> find(byte[] hash) {
    return run(
        "select video_id, account_id, delivery, sealed_keys, expires_at from stream_session"
            + " where request_hash = ? and expires_at > ?",
        statement -> {
          statement.setBytes(1, hash);
          statement.setTimestamp(2, Timestamp.from(Instant.now()));
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
  public Set<String> alive(Collection<byte[]> hashes) {
    return run(
        "select request_hash from stream_session where request_hash = any (?) and expires_at > ?",
        statement -> {
          Array array =
              statement.getConnection().createArrayOf("bytea", hashes.toArray(new byte[0][]));
          statement.setArray(1, array);
          statement.setTimestamp(2, Timestamp.from(Instant.now()));
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
          statement.setTimestamp(1, Timestamp.from(Instant.now()));
          return statement.executeUpdate();
        });
  }

  private <T> T run(String sql, Work<T> work) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      return work.with(statement);
    } catch (SQLException e) {
      // 23503, a foreign key: the video was deleted meanwhile
      throw "23503".equals(e.getSQLState())
          ? new DomainException(ErrorCode.NOT_FOUND)
          : new DomainException(ErrorCode.DATABASE_UNAVAILABLE, e);
    }
  }
}
