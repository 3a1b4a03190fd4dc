package io.sealcast.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses, before anything is built, what could not work at the end, with one line that says the
 * cure.
 *
 * <p>Run from its source by {@code java Preflight.java}, before anything is compiled: so it stands
 * alone and uses nothing newer than Java 11.
 *
 * <p>Arguments: the state directory, where {@code failure.txt} is left for Maven to stop at; and,
 * for {@code mvn -Pembedded}, the data directory, for which it checks also that the port is free,
 * nobody uses the directory and the disk has room. (A failing exit code would make Maven print a
 * stack trace below the line.)
 */
public final class Preflight {
  static final int OLDEST_NODE = 20;
  static final int DEFAULT_PORT = 8000;
  static final long LEAST_FREE_BYTES = 1L << 30;

  private Preflight() {}

  public static void main(String[] args) throws Exception {
    Path state = Files.createDirectories(Path.of(args[0]));
    Optional<String> problem = node(nodeVersion());
    if (args.length > 1) {
      if (problem.isEmpty()) {
        problem = embedded(Path.of(args[1]), System.getenv());
      }
      if (problem.isEmpty()) {
        Files.deleteIfExists(state.resolve("server.env"));
        Files.deleteIfExists(state.resolve("launcher.pid"));
      }
    }
    Files.deleteIfExists(state.resolve("failure.txt"));
    if (problem.isPresent()) {
      Files.writeString(state.resolve("failure.txt"), problem.get());
      say(problem.get());
    }
  }

  static void say(String line) {
    System.err.println("\n  " + line + "\n");
  }

  private static Optional<String> embedded(Path data, Map<String, String> environment)
      throws IOException {
    Optional<String> problem = lock(data);
    if (problem.isEmpty()) {
      problem = port(environment.get("SEALCAST_HTTP_PORT"));
    }
    if (problem.isEmpty()) {
      problem = disk(data, LEAST_FREE_BYTES);
    }
    return problem;
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
      String answer = new String(process.getInputStream().readAllBytes()).trim();
      process.waitFor(20, TimeUnit.SECONDS);
      return answer;
    } catch (IOException e) {
      return null;
    }
  }

  static Optional<String> port(String configured) {
    int port;
    try {
      port =
          configured == null || configured.isEmpty() ? DEFAULT_PORT : Integer.parseInt(configured);
    } catch (NumberFormatException e) {
      return Optional.of("SEALCAST_HTTP_PORT must be a port number, such as 8001.");
    }
    if (port < 1 || port > 65535) {
      return Optional.of("SEALCAST_HTTP_PORT must be a port number from 1 to 65535.");
    }
    if (isFree(port)) {
      return Optional.empty();
    }
    return Optional.of(
        "Port "
            + port
            + " is taken. Stop the program that uses it, or choose another: SEALCAST_HTTP_PORT="
            + (port < 65535 ? port + 1 : 8001)
            + " mvn -Pembedded");
  }

  /** Whether the port can be had on all addresses and on the loopback address alone. */
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
    long usable = Files.getFileStore(data).getUsableSpace();
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

  /** Whether another start holds the data directory; the launcher keeps the lock while it runs. */
  static Optional<String> lock(Path data) throws IOException {
    Files.createDirectories(data);
    try (RandomAccessFile file = new RandomAccessFile(data.resolve("lock").toFile(), "rw");
        FileLock lock = file.getChannel().tryLock()) {
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
