package io.sealcast.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the prerequisites before the build starts, and prints one line with the remedy for the
 * first that isn't met.
 *
 * <p>It is run from its source by {@code java Preflight.java} before anything is compiled, so it
 * uses no other class of the project and only features of Java 11.
 *
 * <p>The first argument is the state directory; its file {@code failure.txt} makes Maven stop. For
 * {@code mvn -Pembedded}, the data directory and the version of PostgreSQL follow. With these, the
 * program also checks that the port is free, that roles and base path are spelt right, that the
 * directory isn't in use and is writable, that its database has this version, and that the disk has
 * free space. (With a failing exit code, Maven would print a stack trace below the line.)
 */
public final class Preflight {
  static final int OLDEST_NODE = 20;
  static final int DEFAULT_PORT = 8000;
  static final int HTTPS_PORT = 8443;
  static final long LEAST_FREE_BYTES = 1L << 30;

  /** The names of the roles, as in {@code role.Roles}. */
  static final List<String> ROLES = List.of("web", "processor", "decryptor", "transcoder");

  /** The forms of the setting, as in {@code path.BasePath}. */
  private static final Pattern BASE_PATH =
      Pattern.compile("/|(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+");

  private static final Pattern TAKEN_PATH = Pattern.compile("/(?:health|openapi)(?:/.*)?");

  private static final String ELSEWHERE = "mvn -Pembedded -Dsealcast.data=/another/directory";

  private Preflight() {}

  public static void main(String[] args) throws Exception {
    Path state = Path.of(args[0]);
    boolean embedded = args.length > 1;
    Optional<String> problem = node(nodeVersion());
    if (problem.isEmpty() && embedded) {
      problem = embedded(Path.of(args[1]), args[2], System.getenv());
    }
    try {
      if (problem.isEmpty() && embedded) {
        Files.deleteIfExists(state.resolve("server.env"));
        Files.deleteIfExists(state.resolve("launcher.pid"));
      }
      Files.deleteIfExists(state.resolve("failure.txt"));
    } catch (IOException e) {
      problem = Optional.of(problem.orElse("Sealcast can't be built here."));
    }
    problem.ifPresent(line -> fail(state, line));
  }

  /** Prints the line and writes it to the file at which Maven stops. */
  static void fail(Path state, String line) {
    System.err.println("\n  " + line + "\n");
    try {
      Files.writeString(Files.createDirectories(state).resolve("failure.txt"), line);
    } catch (IOException e) {
      System.err.println("  Nothing can be written in " + state + ": " + e + "\n");
      System.exit(1);
    }
  }

  static Optional<String> embedded(Path data, String postgres, Map<String, String> environment) {
    try {
      Optional<String> problem = lock(data);
      if (problem.isEmpty()) {
        problem = port(environment.get("SEALCAST_HTTP_PORT"));
      }
      if (problem.isEmpty() && doesTls(environment)) {
        problem = port("SEALCAST_HTTPS_PORT", environment.get("SEALCAST_HTTPS_PORT"), HTTPS_PORT);
      }
      if (problem.isEmpty()) {
        problem = roles(environment.get("SEALCAST_ROLES"));
      }
      if (problem.isEmpty()) {
        problem = basePath(environment.get("SEALCAST_BASE_PATH"));
      }
      if (problem.isEmpty()) {
        problem = disk(data, LEAST_FREE_BYTES);
      }
      if (problem.isEmpty()) {
        // the lock file may be writable even if the directory isn't
        Files.delete(Files.createTempFile(data, "preflight", null));
        problem = database(data.resolve("postgres"), postgres);
      }
      return problem;
    } catch (IOException e) {
      return Optional.of(unusable(data, e));
    }
  }

  static Optional<String> node(String version) {
    Matcher matcher = Pattern.compile("v(\\d+)\\..*").matcher(version == null ? "" : version);
    if (!matcher.matches()) {
      return Optional.of(
          "Node is missing: install Node "
              + OLDEST_NODE
              + " or later (https://nodejs.org) so that 'node' and 'npm' are on the PATH.");
    }
    if (Integer.parseInt(matcher.group(1)) < OLDEST_NODE) {
      return Optional.of(
          "Node " + version + " is too old: install Node " + OLDEST_NODE + " or later.");
    }
    return Optional.empty();
  }

  private static String nodeVersion() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      process.waitFor(20, TimeUnit.SECONDS);
      return answer;
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether the server is configured to do TLS itself. */
  static boolean doesTls(Map<String, String> environment) {
    return !environment.getOrDefault("SEALCAST_TLS_CERTIFICATE", "").isBlank()
        || !environment.getOrDefault("SEALCAST_TLS_KEYSTORE", "").isBlank();
  }

  static Optional<String> port(String configured) {
    return port("SEALCAST_HTTP_PORT", configured, DEFAULT_PORT);
  }

  static Optional<String> port(String variable, String configured, int usual) {
    int port;
    try {
      port = configured == null || configured.isEmpty() ? usual : Integer.parseInt(configured);
    } catch (NumberFormatException e) {
      return Optional.of(variable + " must be a port number, such as " + (usual + 1) + ".");
    }
    if (port < 1 || port > 65535) {
      return Optional.of(variable + " must be a port number from 1 to 65535.");
    }
    if (isFree(port)) {
      return Optional.empty();
    }
    return Optional.of(
        "Port "
            + port
            + " is taken"
            + (port < 1024 ? ", or not for this user (ports below 1024 often aren't)" : "")
            + ". Stop the program that uses it, or choose another: "
            + variable
            + "="
            + (port < 1024 || port == 65535 ? usual + 1 : port + 1)
            + " mvn -Pembedded");
  }

  static Optional<String> roles(String configured) {
    List<String> names = new ArrayList<>();
    for (String name : configured == null ? new String[] {"web"} : configured.split(",")) {
      if (!name.isBlank()) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    if (!names.isEmpty() && ROLES.containsAll(names)) {
      return Optional.empty();
    }
    return Optional.of(
        "SEALCAST_ROLES must be "
            + String.join(", ", ROLES)
            + " or several of them, separated by commas, not '"
            + configured
            + "'.");
  }

  static Optional<String> basePath(String configured) {
    if (configured == null) {
      return Optional.empty();
    }
    if (!BASE_PATH.matcher(configured).matches()) {
      return Optional.of(
          "SEALCAST_BASE_PATH must be / or a path such as /videos, with a slash at the beginning,"
              + " none at the end, and otherwise only letters, digits and - . _ ~ /, not '"
              + configured
              + "'.");
    }
    if (TAKEN_PATH.matcher(configured).matches()) {
      return Optional.of(
          "SEALCAST_BASE_PATH can't be '"
              + configured
              + "', since the server itself answers there.");
    }
    return Optional.empty();
  }

  /** Whether the port is free on all addresses and on the loopback address. */
  static boolean isFree(int port) {
    for (InetAddress address : new InetAddress[] {null, InetAddress.getLoopbackAddress()}) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, port));
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  static Optional<String> disk(Path data, long least) throws IOException {
    Files.createDirectories(data);
    // not Files.getFileStore, which finds no mount point in a chroot
    long usable = data.toFile().getUsableSpace();
    if (usable >= least) {
      return Optional.empty();
    }
    return Optional.of(
        "The disk is full: "
            + (usable >> 20)
            + " MiB are free for "
            + data
            + " and "
            + (least >> 20)
            + " MiB are needed. Free some space and start again.");
  }

  /**
   * Checks whether another major version of PostgreSQL has created the database, whose files this
   * version can't read.
   *
   * @param version version of the bundled PostgreSQL, such as {@code 18.6.0}
   */
  static Optional<String> database(Path directory, String version) throws IOException {
    Path file = directory.resolve("PG_VERSION");
    String major = version.split("\\.")[0];
    String found = Files.exists(file) ? Files.readString(file).trim() : major;
    if (found.equals(major)) {
      return Optional.empty();
    }
    return Optional.of(
        "The database in "
            + directory
            + " was made by PostgreSQL "
            + found
            + ", and this Sealcast comes with PostgreSQL "
            + major
            + ". Start it with the version of Sealcast that made it (docs/operations.md, Upgrade,"
            + " says how to take it along), or begin anew elsewhere: "
            + ELSEWHERE);
  }

  /** Returns a message with the system's reason, the directory, and the remedy. */
  static String unusable(Path data, IOException problem) {
    String reason = problem.getMessage();
    if (problem instanceof FileAlreadyExistsException) {
      reason = reason + " isn't a directory";
    } else if (problem instanceof AccessDeniedException) {
      reason = "this user may not write to " + reason;
    } else if (problem instanceof NoSuchFileException) {
      reason = reason + " can't be made";
    }
    return "Sealcast can't keep its data in "
        + data
        + ": "
        + reason
        + ". Put that right, or choose another directory: "
        + ELSEWHERE;
  }

  /**
   * Checks whether another process uses the data directory; the launcher has its lock while it
   * runs.
   */
  static Optional<String> lock(Path data) throws IOException {
    Files.createDirectories(data);
    try (FileChannel file =
            FileChannel.open(
                data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      return lock == null ? Optional.of(inUse(data)) : Optional.empty();
    } catch (OverlappingFileLockException e) {
      return Optional.of(inUse(data));
    }
  }

  static String inUse(Path data) {
    return "Sealcast is running already with the data in "
        + data
        + ". Stop that one first (Ctrl-C in its window).";
  }
}
