package io.sealcast.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** One TCP connection through a {@link FaultyNetwork}: both ends, and what goes to and fro. */
final class RelayedConnection {
  private static final int PIECE = 8 * 1024;

  private final FaultyNetwork network;
  private final Socket browser;
  private final Socket server;

  /** What lies on a dead wire arrives nowhere, and neither end hears of that. */
  private volatile boolean dead;

  RelayedConnection(FaultyNetwork network, Socket browser, Socket server) {
    this.network = network;
    this.browser = browser;
    this.server = server;
  }

  void start() throws SocketException {
    browser.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    FaultyNetwork.daemon(() -> carry(browser, server, network.up()));
    FaultyNetwork.daemon(() -> carry(server, browser, network.down()));
  }

  void die() {
    dead = true;
  }

  /** Resets both ends. */
  void cut() {
    network.forget(this);
    reset(browser);
    reset(server);
  }

  private void carry(Socket from, Socket to, RelayRate pace) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int n;
      while ((n = in.read(piece)) > 0) {
        if (!dead) {
          pace.take(n);
        }
        if (dead) {
          return; // both ends stay open, and nobody reads what they send
        }
        out.write(piece, 0, n);
        out.flush();
        pace.carried(n);
      }
      if (!dead) {
        to.shutdownOutput();
        if (from.isOutputShutdown()) {
          finish();
        }
      }
    } catch (IOException e) {
      if (!dead) {
        cut();
      }
    }
  }

  /** Both ends have said all they had to say. */
  private void finish() throws IOException {
    network.forget(this);
    browser.close();
    server.close();
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // it is gone already
    }
  }
}
