package io.sealcast.it.harness;

import io.sealcast.it.client.Api;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of videos in the shared installation whose lease claims that a processor is working on them.
 * They have no stored files. Their changes cause no events, as if the events had been lost.
 */
public final class LeasedVideos implements AutoCloseable {
  private static final String ADD =
      "insert into video_file (id, owner_id, title, filename, size_bytes, status, progress, worker,"
          + " lease_until, attempts)"
          + " select nextval('video_file_id'), a.id, 'In work ' || n, 'film.mp4', 1000,"
          + " 'processing', 10, 'elsewhere', now() + interval '1 day', 1"
          + " from account a, generate_series(1, ?) n where a.username = ? returning id";

  private final List<Long> ids = new ArrayList<>();

  public LeasedVideos(Api owner, int count) throws SQLException {
    try (Connection database = Installation.shared().database();
        PreparedStatement add = database.prepareStatement(ADD)) {
      add.setInt(1, count);
      add.setString(2, owner.username());
      try (ResultSet added = add.executeQuery()) {
        while (added.next()) {
          ids.add(added.getLong(1));
        }
      }
    }
  }

  public List<Long> ids() {
    return List.copyOf(ids);
  }

  public void progress(long id, int percent) throws SQLException {
    update("update video_file set progress = ? where id = ?", percent, id);
  }

  @Override
  public void close() throws SQLException {
    for (long id : ids) {
      update("delete from video_file where id = ?", id);
    }
  }

  private static void update(String sql, Number... values) throws SQLException {
    try (Connection database = Installation.shared().database();
        PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setLong(i + 1, values[i].longValue());
      }
      statement.executeUpdate();
    }
  }
}
