package io.sealcast.platform;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.KeyAnnouncement;
import io.sealcast.vault.KeyAnnouncementStore;
import io.sealcast.vault.PublicInstanceKey;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Stores the announcements of processors in the table {@code instance_key}. */
@ApplicationScoped
class JdbcKeyAnnouncements implements KeyAnnouncementStore {
  /** Announcements of instances that don't come back are deleted an hour after their end. */
  private static final String DELETE_OLD =
      "delete from instance_key where expires_at < now() - interval '1 hour'";

  private static final String PUT =
      "insert into instance_key (instance_id, public_key, expires_at, mac) values (?, ?, ?, ?)"
          + " on conflict (instance_id) do update set public_key = excluded.public_key,"
          + " expires_at = excluded.expires_at, mac = excluded.mac";

  @Resource(lookup = "jdbc/sealcast", shareable = false)
  private DataSource dataSource;

  @FunctionalInterface
  private interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  @Override
  public void put(KeyAnnouncement announcement) {
    run(
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(DELETE_OLD);
              PreparedStatement put = connection.prepareStatement(PUT)) {
            delete.executeUpdate();
            put.setString(1, announcement.instanceId());
            put.setBytes(2, announcement.publicKey());
            put.setTimestamp(3, Timestamp.from(announcement.expiresAt()));
            put.setBytes(4, announcement.mac());
            return put.executeUpdate();
          }
        });
  }

  @Override
  public void remove(String instanceId, PublicInstanceKey key) {
    run(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "delete from instance_key where instance_id = ? and public_key = ?")) {
            delete.setString(1, instanceId);
            delete.setBytes(2, key.bytes());
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public List<KeyAnnouncement> all() {
    return run(
        connection -> {
          List<KeyAnnouncement> all = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "select instance_id, public_key, expires_at, mac from instance_key");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              all.add(
                  new KeyAnnouncement(
                      rows.getString(1),
                      rows.getBytes(2),
                      rows.getTimestamp(3).toInstant(),
                      rows.getBytes(4)));
            }
          }
          return all;
        });
  }

  private <T> T run(Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return work.with(connection);
    } catch (SQLException e) {
      throw new DomainException(ErrorCode.DATABASE_UNAVAILABLE, e);
    }
  }
}
