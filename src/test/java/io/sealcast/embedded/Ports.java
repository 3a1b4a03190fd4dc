package io.sealcast.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports on the loopback address. */
public final class Ports {
  private Ports() {}

  /** {@code preferred} where it is free, else any free port. */
  static int preferably(int preferred) {
    return Preflight.isFree(preferred) ? preferred : free();
  }

  /** The port that the application is to listen on. */
  static int http() {
    String configured = System.getenv("SEALCAST_HTTP_PORT");
    return configured == null || configured.isEmpty()
        ? Preflight.DEFAULT_PORT
        : Integer.parseInt(configured);
  }

  /** A port that was free a moment ago. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
