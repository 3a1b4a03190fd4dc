package io.sealcast.embedded;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/**
 * Executes the commands of tests: a line on the standard input stops or starts a service, and a
 * line on the standard output confirms it.
 */
final class Orders extends Thread {
  private static final Logger LOG = System.getLogger(Orders.class.getName());

  private final Services services;

  Orders(Services services) {
    super("orders");
    this.services = services;
    setDaemon(true);
  }

  @Override
  public void run() {
    Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
    while (lines.hasNextLine()) {
      String order = lines.nextLine();
      try {
        obey(order);
        System.out.println("done");
      } catch (Exception e) {
        LOG.log(Level.ERROR, "The order \"" + order + "\" could not be obeyed", e);
        System.out.println("failed");
      }
    }
  }

  private void obey(String order) throws Exception {
    switch (order) {
      case "stop broker" -> services.stopBroker();
      case "start broker" -> services.startBroker();
      case "stop database" -> services.stopDatabase();
      case "start database" -> services.startDatabase();
      default -> throw new IllegalArgumentException("unknown");
    }
  }
}
