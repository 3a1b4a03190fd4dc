package io.sealcast.media.ffmpeg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out which process is at the other end of a connection within this machine. Linux tells it
 * in {@code /proc}: the table of TCP connections has the inode of each socket, and the descriptors
 * of a process name the inodes of theirs (proc(5)).
 */
final class PeerProcess {
  private static final Path PROC = Path.of("/proc");
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int INODE = 9;

  /**
   * Number of times that the tables are read. They aren't snapshots: while other connections come
   * and go, a reader may miss an entry.
   */
  private static final int READINGS = 20;

  private static final long PAUSE_MILLIS = 10;
  private static final boolean KNOWN = ChildProcess.LINUX && recognizesItself();

  private PeerProcess() {}

  /** Whether this system tells to which process a connection belongs. */
  static boolean isKnown() {
    return KNOWN;
  }

  /**
   * Whether a process, or one that it has started, holds the client's end of a connection.
   *
   * @param pid the process
   * @param client address of the client on this machine
   * @param serverPort port that it is connected to
   */
  static boolean holds(long pid, InetSocketAddress client, int serverPort) {
    for (int i = 0; i < READINGS; i++) {
      if (isListed(pid, client, serverPort)) {
        return true;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  private static boolean isListed(long pid, InetSocketAddress client, int serverPort) {
    Optional<String> socket = socket(client.getPort(), serverPort);
    return socket.isPresent()
        && (holds(pid, socket.get())
            || ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .anyMatch(child -> holds(child.pid(), socket.get())));
  }

  /** Returns the name that a descriptor of the client's socket has. */
  private static Optional<String> socket(int clientPort, int serverPort) {
    String local = String.format(Locale.ROOT, ":%04X", clientPort);
    String remote = String.format(Locale.ROOT, ":%04X", serverPort);
    return Stream.of("tcp", "tcp6")
        .map(table -> PROC.resolve("net").resolve(table))
        .flatMap(table -> inodes(table, local, remote).stream())
        .findFirst()
        .map(inode -> "socket:[" + inode + "]");
  }

  private static Optional<String> inodes(Path table, String local, String remote) {
    try (Stream<String> lines = Files.lines(table)) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields.length > INODE)
          .filter(fields -> fields[LOCAL].endsWith(local) && fields[REMOTE].endsWith(remote))
          .map(fields -> fields[INODE])
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static boolean holds(long pid, String socket) {
    Path descriptors = PROC.resolve(Long.toString(pid)).resolve("fd");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : all) {
        if (target(descriptor).equals(socket)) {
          return true;
        }
      }
      return false;
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // it has ended
      return false;
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      // it was closed in the meantime
      return "";
    }
  }

  /** Whether this process recognizes a connection to itself. */
  private static boolean recognizesItself() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        Socket client = new Socket(loopback, server.getLocalPort())) {
      return holds(
          ProcessHandle.current().pid(),
          new InetSocketAddress(loopback, client.getLocalPort()),
          server.getLocalPort());
    } catch (IOException e) {
      return false;
    }
  }
}
