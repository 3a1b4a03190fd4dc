package io.sealcast.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What lies between a browser and a server, and what befalls it: a relay of TCP connections that a
 * test slows down, cuts and silences.
 */
final class FaultyNetwork implements AutoCloseable {
  private enum State {
    /** All is well. */
    UP,
    /** New connections are reset at once: there is a way, and nobody at its end. */
    REFUSING,
    /** Nothing arrives, and nobody is told: a cable was pulled. */
    SILENT
  }

  private final ServerSocket door;
  private final int[] serverPorts;
  private final Set<RelayedConnection> wires = ConcurrentHashMap.newKeySet();
  private final RelayRate up = new RelayRate();
  private final RelayRate down = new RelayRate();
  private volatile State state = State.UP;

  private FaultyNetwork(ServerSocket door, int... serverPorts) {
    this.door = door;
    this.serverPorts = serverPorts;
  }

  /**
   * A good network to this server, until told otherwise; to the next of several when the first is
   * gone, as a load balancer would.
   */
  static FaultyNetwork to(SealcastServer... servers) {
    try {
      // The name decides between the address families, as it does for the server itself.
      ServerSocket door = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
      FaultyNetwork network =
          new FaultyNetwork(door, Stream.of(servers).mapToInt(SealcastServer::port).toArray());
      daemon(network::accept);
      return network;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the browser takes for the server's address. */
  URI uri() {
    return URI.create("http://localhost:" + door.getLocalPort());
  }

  /** Towards the server. */
  RelayRate up() {
    return up;
  }

  /** Towards the browser. */
  RelayRate down() {
    return down;
  }

  /** Resets all connections of the moment; new ones are as good as before. */
  void cut() {
    wires.forEach(RelayedConnection::cut);
  }

  /** Resets all connections, and the new ones too, until {@link #restore}. */
  void refuse() {
    state = State.REFUSING;
    cut();
  }

  /**
   * Nothing goes through any more. The connections of that time stay dead after all is restored.
   */
  void silence() {
    state = State.SILENT;
    wires.forEach(RelayedConnection::die);
  }

  /** New connections are good again. */
  void restore() {
    state = State.UP;
  }

  void forget(RelayedConnection wire) {
    wires.remove(wire);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket browser = door.accept();
        daemon(() -> connect(browser));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket browser) {
    if (state == State.REFUSING) {
      RelayedConnection.reset(browser);
      return;
    }
    try {
      RelayedConnection wire = new RelayedConnection(this, browser, reach());
      wires.add(wire);
      if (state == State.SILENT) {
        wire.die();
      }
      wire.start();
    } catch (IOException e) {
      RelayedConnection.reset(browser); // no server there: the same refusal as without us
    }
  }

  private Socket reach() throws IOException {
    IOException nobody = new IOException("no server");
    for (int port : serverPorts) {
      try {
        return new Socket("localhost", port);
      } catch (IOException e) {
        nobody = e;
      }
    }
    throw nobody;
  }

  static void daemon(Runnable task) {
    Thread thread = new Thread(task, "faulty-network");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    state = State.REFUSING;
    try {
      door.close();
    } catch (IOException e) {
      // it ends with the JVM
    }
    cut();
  }
}
