package io.sealcast.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** One TCP connection through a {@link FaultyNetwork}, with both ends and both directions. */
public final class RelayedConnection {
  private static final int PIECE = 8 * 1024;

  private final FaultyNetwork network;
  private final Socket browser;
  private final Socket server;

  /** Whether all bytes are lost without notice to either end. */
  private volatile boolean dead;

  public RelayedConnection(FaultyNetwork network, Socket browser, Socket server) {
    this.network = network;
    this.browser = browser;
    this.server = server;
  }

  public void start() throws SocketException {
    browser.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    FaultyNetwork.daemon(() -> carry(browser, server, network.up()));
    FaultyNetwork.daemon(() -> carry(server, browser, network.down()));
  }

  public void die() {
    dead = true;
  }

  /** Resets both ends. */
  public void cut() {
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
          return; // both ends stay open, and their bytes aren't read
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

  /** Closes the connection after both ends have closed their output. */
  private void finish() throws IOException {
    network.forget(this);
    browser.close();
    server.close();
  }

  public static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // the connection is closed already
    }
  }
}
