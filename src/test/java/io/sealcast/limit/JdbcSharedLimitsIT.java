package io.sealcast.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests the limits of several instances with a PostgreSQL database. */
class JdbcSharedLimitsIT {
  private static final RateLimit HOURLY = new RateLimit("hourly", 5, Duration.ofHours(1));
  private static EmbeddedPostgres server;

  private final JdbcSharedLimits one = new JdbcSharedLimits();
  private final JdbcSharedLimits another = new JdbcSharedLimits();

  JdbcSharedLimitsIT() {
    one.database = server.getPostgresDatabase();
    another.database = server.getPostgresDatabase();
  }

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
    Flyway.configure()
        .dataSource(server.getPostgresDatabase())
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aLimitIsThatOfAllInstances() {
    for (int i = 0; i < 5; i++) {
      assertThat((i % 2 == 0 ? one : another).take(HOURLY, "ann")).isEmpty();
    }
    assertThat(one.take(HOURLY, "ann"))
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12)));
    assertThat(another.take(HOURLY, "ann")).isPresent();
    assertThat(another.take(HOURLY, "bob")).isEmpty();
  }

  @Test
  void onlyWhatIsCountedCounts() {
    for (int i = 0; i < 9; i++) {
      assertThat(one.check(HOURLY, "gil")).isEmpty();
    }
    for (int i = 0; i < 9; i++) {
      one.count(HOURLY, "gil");
    }
    assertThat(another.check(HOURLY, "gil"))
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12)));
    assertThat(another.take(HOURLY, "gil")).isPresent();
  }

  @Test
  void manyAtOnceDoNotExceedALimit() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Optional<Duration>>> uses =
          IntStream.range(0, 40)
              .mapToObj(
                  i -> threads.submit(() -> (i % 2 == 0 ? one : another).take(HOURLY, "crowd")))
              .toList();
      int taken = 0;
      for (Future<Optional<Duration>> use : uses) {
        taken += use.get().isEmpty() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(5);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void timeMakesRoom() throws SQLException {
    for (int i = 0; i < 5; i++) {
      assertThat(one.take(HOURLY, "cyd")).isEmpty();
    }
    execute("update rate_limit set full_at = full_at - interval '13 minutes'");
    assertThat(one.take(HOURLY, "cyd")).isEmpty();
    assertThat(one.take(HOURLY, "cyd")).isPresent();
  }

  @Test
  void failuresOfANameBlockItForLongerAndLongerOnAllInstances() throws SQLException {
    for (int i = 1; i < FailureDelays.FREE; i++) {
      one.failed("dan");
    }
    assertThat(another.blocked("dan")).isEmpty();
    for (int i = 0; i < 12; i++) {
      another.failed("dan");
    }
    assertThat(one.blocked("dan"))
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofMinutes(4), FailureDelays.LONGEST));
    execute("update sign_in_failures set last_at = last_at - interval '61 minutes'");
    one.failed("dan");
    execute("update sign_in_failures set blocked_until = now()");
    one.failed("dan");
    assertThat(one.blocked("dan")).as("after an hour all is forgotten").isEmpty();
  }

  @Test
  void aSuccessElsewhereForgetsTheFailuresAndOneAtHomeLeavesThem() {
    one.succeeded("eve", "192.0.2.1", false);
    for (int i = 0; i < 20; i++) {
      one.failed("eve");
    }
    one.succeeded("eve", "192.0.2.1", true);
    assertThat(another.isKnown("eve", "192.0.2.1")).isTrue();
    assertThat(another.isKnown("eve", "192.0.2.2")).isFalse();
    assertThat(another.isKnown("ann", "192.0.2.1")).isFalse();
    assertThat(another.blocked("eve")).isPresent();
    one.succeeded("eve", "192.0.2.2", false);
    assertThat(another.blocked("eve")).isEmpty();
  }

  @Test
  void nothingIsLimitedWhileTheDatabaseIsAway() {
    JdbcSharedLimits alone = new JdbcSharedLimits();
    org.postgresql.ds.PGSimpleDataSource nowhere = new org.postgresql.ds.PGSimpleDataSource();
    nowhere.setServerNames(new String[] {"127.0.0.1"});
    nowhere.setPortNumbers(new int[] {1});
    alone.database = nowhere;
    for (int i = 0; i < 10; i++) {
      assertThat(alone.take(HOURLY, "fay")).isEmpty();
      alone.failed("fay");
    }
    assertThat(alone.blocked("fay")).isEmpty();
    assertThat(alone.isKnown("fay", "192.0.2.1")).isFalse();
  }

  @Test
  void delaysGrowToFiveMinutes() {
    assertThat(IntStream.rangeClosed(9, 20).mapToObj(n -> FailureDelays.after(n).toSeconds()))
        .containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    assertThat(FailureDelays.after(1_000)).isEqualTo(FailureDelays.LONGEST);
  }
}
