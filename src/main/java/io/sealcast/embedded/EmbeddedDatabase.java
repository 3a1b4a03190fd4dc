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

/** A PostgreSQL server on the loopback address. All clients need the generated password. */
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
            // for new databases: the machine's locale may not be installed, and nothing depends on
            // it
            .setLocaleConfig("locale", "C")
            .setPGStartupWait(Duration.ofSeconds(60))
            .setConnectConfig("password", password)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("max_connections", "100")
            // the default of the library loses the last half second after a crash
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
   * Creates user and database and sets the access rules. It is idempotent, so that the next start
   * completes one that was interrupted. The access rules are set last: before, the server trusts
   * all local clients, but has no data.
   */
  private void prepare(Path directory, String password) throws SQLException, IOException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", password);
        Statement statement = connection.createStatement()) {
      Path rules = directory.resolve("pg_hba.conf");
      if (Files.readString(rules).equals(HBA)) {
        return;
      }
      // the password has only hexadecimal digits, which need no quoting
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
   * Stops a database server that still runs after its launcher was killed. Since this process has
   * the lock of the directory, no other installation uses that server.
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

  /** Whether a process is PostgreSQL; another program may have got the process id since. */
  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(c -> c.contains("postgres")).orElse(false);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
