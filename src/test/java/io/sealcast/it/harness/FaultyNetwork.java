package io.sealcast.it.harness;

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
 * A relay of TCP connections between a browser and servers, which a test can slow down, reset and
 * interrupt.
 */
public final class FaultyNetwork implements AutoCloseable {
  private enum State {
    /** Connections are relayed. */
    UP,
    /** New connections are reset immediately, as by a host without the server. */
    REFUSING,
    /** All packets are lost without notice, as with a pulled cable. */
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
   * Creates a faultless network to the first of the servers that accepts connections, like a load
   * balancer.
   */
  public static FaultyNetwork to(SealcastServer... servers) {
    try {
      // The name selects the address family, as it does for the server itself.
      ServerSocket door = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
      FaultyNetwork network =
          new FaultyNetwork(door, Stream.of(servers).mapToInt(SealcastServer::port).toArray());
      daemon(network::accept);
      return network;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the address of the relay, which browsers use in place of the server's. */
  public URI uri() {
    return URI.create("http://localhost:" + door.getLocalPort());
  }

  /** Returns the rate towards the server. */
  public RelayRate up() {
    return up;
  }

  /** Returns the rate towards the browser. */
  public RelayRate down() {
    return down;
  }

  /** Resets all current connections. New ones are relayed. */
  public void cut() {
    wires.forEach(RelayedConnection::cut);
  }

  /** Resets all current connections, and new ones until {@link #restore}. */
  public void refuse() {
    state = State.REFUSING;
    cut();
  }

  /** Loses all packets. The current connections stay dead after {@link #restore}. */
  public void silence() {
    state = State.SILENT;
    wires.forEach(RelayedConnection::die);
  }

  /** Relays new connections again. */
  public void restore() {
    state = State.UP;
  }

  public void forget(RelayedConnection wire) {
    wires.remove(wire);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket browser = door.accept();
        daemon(() -> connect(browser));
      } catch (IOException e) {
        return; // the relay was closed
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
      RelayedConnection.reset(browser); // the same reset as without a relay
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

  public static void daemon(Runnable task) {
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
      // the socket is closed with the JVM
    }
    cut();
  }
}
