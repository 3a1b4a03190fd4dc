package io.sealcast.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Runs database and broker until the process that started it ends.
 *
 * <p>Arguments: the data directory; the state directory, where it writes {@code server.env} (what
 * Liberty needs to know) when both are up, or {@code failure.txt}; and, for {@code mvn -Pembedded},
 * the Liberty installation to look after and announce. Tests name the ports instead, and give
 * {@link Orders}.
 */
public final class ServicesLauncher {
  private static final Logger LOG = Logger.getLogger("");

  /** System property of the tests; see {@link Services#onPorts}. */
  private static final String PORTS = "sealcast.services.ports";

  /** The file with the launcher's process id, for whoever waits for it. */
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
    // Kafka looks names of constants up in upper case of the machine's language: GroupType.CLASSİC
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
      // an Error too: a class of Kafka's that can't be initialised is one, and Maven waits for us
      fail(e, state, args[0]);
      return;
    }
    if (announce) {
      new Announcement(Ports.http()).start();
    }
    launcher.watch.awaitParentsEnd();
    System.exit(0);
  }

  /** Takes the data directory, where the log lies too, for this process. */
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
    // whatever threads database and broker have begun
    System.exit(1);
  }

  private void start() throws Exception {
    services.startDatabase();
    services.startBroker();
    write(state, "server.env", environment());
  }

  private String environment() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    // only this machine, until somebody says otherwise
    environment.put("SEALCAST_HTTP_HOST", "localhost");
    environment.put("SEALCAST_STORAGE_DIR", data.storage().toString());
    environment.put("SEALCAST_SERVICE_KEY_FILE", data.serviceKey().toString());
    // what was set by hand counts more, but for the services that we have just started
    environment.keySet().removeIf(name -> System.getenv(name) != null);
    environment.putAll(services.environment());
    // the language of the system's errors, which some are told by
    environment.put("LANGUAGE", "en");
    StringBuilder lines = new StringBuilder();
    environment.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    return lines.toString();
  }

  /** In this order: the server still needs the other two to end well. */
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

  /** Kafka talks a lot: to a file of bounded size, not to the terminal. */
  private static void logTo(Path directory) throws IOException {
    LogManager.getLogManager().reset();
    FileHandler handler =
        new FileHandler(directory.resolve("services.%g.log").toString(), 4 << 20, 2, true);
    handler.setFormatter(new SimpleFormatter());
    LOG.addHandler(handler);
    LOG.setLevel(Level.INFO);
  }
}
