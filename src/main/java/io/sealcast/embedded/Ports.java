package io.sealcast.embedded;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on the loopback address. */
public final class Ports {
  private static final int LOWEST = 20_000;
  private static final int MANY = 12_000;
  private static final Set<Integer> given = new HashSet<>();

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

  /**
   * A port that was free a moment ago, and that this JVM hasn't been given before. Below those that
   * the system takes for connections, or one of these could have it before its server does.
   */
  public static synchronized int free() {
    int port;
    do {
      port = LOWEST + ThreadLocalRandom.current().nextInt(MANY);
    } while (!Preflight.isFree(port) || !given.add(port));
    return port;
  }
}
