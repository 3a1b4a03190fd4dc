package io.sealcast.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** PostgreSQL on the loopback address, asking every client for the generated password. */
final class EmbeddedDatabase implements AutoCloseable {
  static final String NAME = "sealcast";
  static final String USER = "sealcast";
  private static final String HBA =
      "# Written by Sealcast: nobody gets in without the password.\n"
          + "host all all 127.0.0.1/32 scram-sha-256\n"
          + "host all all ::1/128 scram-sha-256\n";

  private final EmbeddedPostgres server;
  private final int port;

  private EmbeddedDatabase(EmbeddedPostgres server, int port) {
    this.server = server;
    this.port = port;
  }

  static EmbeddedDatabase start(DataDirectory data, int port) throws IOException, SQLException {
    String password = data.databasePassword();
    stopLeftover(data.postgres());
    Path log = data.logs().resolve("postgres.log");
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data.postgres())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setOverrideWorkingDirectory(data.postgresBinaries().toFile())
            .setPort(port)
            // of new data only: the machine's may not be installed, and nothing here depends on it
            .setLocaleConfig("locale", "C")
            .setPGStartupWait(Duration.ofSeconds(60))
            .setConnectConfig("password", password)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("max_connections", "100")
            // the library's default loses the last half second in a crash
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("unix_socket_directories", "''")
            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    EmbeddedDatabase database = new EmbeddedDatabase(server, port);
    database.prepare(data.postgres(), password);
    return database;
  }

  /**
   * Idempotent, so that a first start that broke off half way is completed by the next. The access
   * rules come last: before them the server trusts whoever is on this machine, and has no data.
   */
  private void prepare(Path directory, String password) throws SQLException, IOException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", password);
        Statement statement = connection.createStatement()) {
      Path rules = directory.resolve("pg_hba.conf");
      if (Files.readString(rules).equals(HBA)) {
        return;
      }
      // hexadecimal digits only: nothing to quote
      statement.execute("alter role postgres password '" + password + "'");
      if (!exists(statement, "select 1 from pg_roles where rolname = '" + USER + "'")) {
        statement.execute("create role " + USER + " login");
      }
      statement.execute("alter role " + USER + " password '" + password + "'");
      if (!exists(statement, "select 1 from pg_database where datname = '" + NAME + "'")) {
        statement.execute("create database " + NAME + " owner " + USER + " encoding 'UTF8'");
      }
      Files.writeString(rules, HBA);
      statement.execute("select pg_reload_conf()");
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  /**
   * A database server that outlived its launcher (a {@code kill -9}) still holds the files. We have
   * the directory's lock, so nobody else uses it: end it as its own tools would.
   */
  private static void stopLeftover(Path directory) throws IOException {
    Path pidFile = directory.resolve("postmaster.pid");
    if (Files.notExists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> leftover = Optional.empty();
    String first = Files.readAllLines(pidFile).stream().findFirst().orElse("").trim();
    if (first.matches("\\d+")) {
      leftover = ProcessHandle.of(Long.parseLong(first)).filter(EmbeddedDatabase::isPostgres);
    }
    if (leftover.isPresent()) {
      leftover.get().destroy();
      try {
        leftover.get().onExit().get(30, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new StartFailure(
            "A database server of an earlier start (process "
                + leftover.get().pid()
                + ") doesn't end. End it, then start again.");
      } catch (ExecutionException | CompletionException e) {
        throw new IOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    Files.deleteIfExists(pidFile);
  }

  /** The number may have gone to another program since. */
  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(c -> c.contains("postgres")).orElse(false);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
