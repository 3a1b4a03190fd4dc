package io.sealcast.embedded;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Selects ports on the loopback address. */
public final class Ports {
  private static final int LOWEST = 20_000;
  private static final int MANY = 12_000;
  private static final Set<Integer> given = new HashSet<>();

  private Ports() {}

  /** Returns {@code preferred} if it is free, or else any free port. */
  static int preferably(int preferred) {
    return Preflight.isFree(preferred) ? preferred : free();
  }

  /** Returns the port of the application. */
  static int http() {
    String configured = System.getenv("SEALCAST_HTTP_PORT");
    return configured == null || configured.isEmpty()
        ? Preflight.DEFAULT_PORT
        : Integer.parseInt(configured);
  }

  /** Returns the address at which browsers find the application. */
  static URI address() {
    String basePath = System.getenv("SEALCAST_BASE_PATH");
    URI root = root();
    return basePath == null || basePath.equals("/") ? root : root.resolve(basePath);
  }

  private static URI root() {
    if (!Preflight.doesTls(System.getenv())) {
      return URI.create("http://localhost:" + http());
    }
    String configured = System.getenv("SEALCAST_HTTPS_PORT");
    return URI.create(
        "https://localhost:"
            + (configured == null || configured.isEmpty() ? Preflight.HTTPS_PORT : configured));
  }

  /**
   * Returns a port that was just free and wasn't returned before in this JVM. It is below the
   * ephemeral ports, so that no outgoing connection can take it meanwhile.
   */
  public static synchronized int free() {
    int port;
    do {
      port = LOWEST + ThreadLocalRandom.current().nextInt(MANY);
    } while (!Preflight.isFree(port) || !given.add(port));
    return port;
  }
}
