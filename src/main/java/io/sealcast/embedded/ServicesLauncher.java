package io.sealcast.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Runs the database and the broker until its parent process ends.
 *
 * <p>The arguments are the data directory and the state directory; for {@code mvn -Pembedded}, the
 * directory of the Liberty installation to watch and announce follows. The program writes Liberty's
 * environment to {@code server.env} in the state directory when both services are ready, or the
 * reason to {@code failure.txt}. Tests specify the ports and use {@link Orders}.
 */
public final class ServicesLauncher {
  private static final Logger LOG = Logger.getLogger("");

  /** System property that tests set; see {@link Services#onPorts}. */
  private static final String PORTS = "sealcast.services.ports";

  /** The files of the server's own TLS. */
  private static final List<String> TLS_FILES =
      List.of(
          "SEALCAST_TLS_CERTIFICATE",
          "SEALCAST_TLS_PRIVATE_KEY",
          "SEALCAST_TLS_PRIVATE_KEY_PASSWORD_FILE",
          "SEALCAST_TLS_KEYSTORE",
          "SEALCAST_TLS_KEYSTORE_PASSWORD_FILE");

  /** The name of the file with the launcher's process id. */
  static final String PROCESS = "launcher.pid";

  private final DataDirectory data;
  private final Path state;
  private final Watch watch;
  private final Services services;

  private ServicesLauncher(DataDirectory data, Path state, Watch watch, Services services) {
    this.data = data;
    this.state = state;
    this.watch = watch;
    this.services = services;
  }

  public static void main(String[] args) throws Exception {
    // Kafka converts names of constants to upper case in the default locale: GroupType.CLASSİC
    Locale.setDefault(Locale.ROOT);
    Path state = Path.of(args[1]);
    boolean announce = args.length > 2;
    ServicesLauncher launcher;
    try {
      Files.createDirectories(state);
      write(state, PROCESS, Long.toString(ProcessHandle.current().pid()));
      DataDirectory data = take(Path.of(args[0]));
      String ports = System.getProperty(PORTS);
      Services services =
          ports == null ? Services.onUsualPorts(data) : Services.onPorts(data, ports);
      Watch watch = new Watch(announce ? Path.of(args[2]) : null);
      launcher = new ServicesLauncher(data, state, watch, services);
      Runtime.getRuntime().addShutdownHook(new Thread(launcher::stop, "stop"));
      launcher.start();
      if (ports != null) {
        new Orders(services).start();
      }
    } catch (Exception | Error e) {
      // Errors are caught too, such as a class of Kafka that can't be initialized, since Maven
      // waits for this process.
      fail(e, state, args[0]);
      return;
    }
    if (announce) {
      new Announcement(Ports.http(), Ports.address()).start();
    }
    launcher.watch.awaitParentsEnd();
    System.exit(0);
  }

  /** Locks the data directory, which also contains the log. */
  private static DataDirectory take(Path directory) {
    try {
      DataDirectory data = new DataDirectory(directory);
      data.lock();
      logTo(data.logs());
      return data;
    } catch (IOException e) {
      throw new StartFailure(Preflight.unusable(directory, e));
    }
  }

  private static void fail(Throwable failure, Path state, String data) {
    if (!(failure instanceof StartFailure)) {
      LOG.log(Level.SEVERE, "The services can't start", failure);
    }
    String line = line(failure, data);
    try {
      write(state, "failure.txt", line);
    } catch (IOException e) {
      System.err.println("\n  " + line + "\n");
    }
    // ends the threads of database and broker as well
    System.exit(1);
  }

  private void start() throws Exception {
    services.startDatabase();
    services.startBroker();
    write(state, "server.env", environment());
  }

  private String environment() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    // only local clients can connect by default
    environment.put("SEALCAST_HTTP_HOST", "localhost");
    environment.put("SEALCAST_STORAGE_DIR", data.storage().toString());
    environment.put("SEALCAST_SERVICE_KEY_FILE", data.serviceKey().toString());
    // variables of the user have precedence, except those of the services started here
    environment.keySet().removeIf(name -> System.getenv(name) != null);
    // Liberty runs in a directory of its own, and the user means the one of Maven
    for (String name : TLS_FILES) {
      String file = System.getenv(name);
      if (file != null && !file.isBlank()) {
        environment.put(name, Path.of(file.strip()).toAbsolutePath().toString());
      }
    }
    environment.putAll(services.environment());
    // the language of error messages, by which some errors are recognized
    environment.put("LANGUAGE", "en");
    StringBuilder lines = new StringBuilder();
    environment.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    return lines.toString();
  }

  /** Stops the server first, since it still needs the services to stop properly. */
  private void stop() {
    watch.endServers();
    try {
      services.stopBroker();
    } finally {
      try {
        services.stopDatabase();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "The database didn't end well", e);
      }
    }
  }

  private static String line(Throwable failure, String data) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StartFailure) {
        return t.getMessage();
      }
      if (String.valueOf(t.getMessage()).contains("No space left on device")) {
        return "The disk is full: free some space where " + data + " lies and start again.";
      }
    }
    return "Database and broker can't start ("
        + failure
        + "). What happened is in "
        + Path.of(data, "logs");
  }

  private static void write(Path state, String name, String text) throws IOException {
    Path fresh = Files.createTempFile(state, name, ".new");
    DataDirectory.restrictToOwner(fresh, "rw-------");
    Files.writeString(fresh, text);
    Files.move(fresh, state.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Logs to files of limited size, since Kafka's log is too long for a terminal. */
  private static void logTo(Path directory) throws IOException {
    LogManager.getLogManager().reset();
    FileHandler handler =
        new FileHandler(directory.resolve("services.%g.log").toString(), 4 << 20, 2, true);
    handler.setFormatter(new SimpleFormatter());
    LOG.addHandler(handler);
    LOG.setLevel(Level.INFO);
  }
}
