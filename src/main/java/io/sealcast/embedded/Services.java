package io.sealcast.embedded;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Database and broker over one data directory; each stops and starts again by itself. */
final class Services {
  private final DataDirectory data;
  private final int databasePort;
  private final int brokerPort;
  private final int controllerPort;
  private EmbeddedDatabase database;
  private EmbeddedBroker broker;

  private Services(DataDirectory data, int databasePort, int brokerPort, int controllerPort) {
    this.data = data;
    this.databasePort = databasePort;
    this.brokerPort = brokerPort;
    this.controllerPort = controllerPort;
  }

  /** On the ports that people expect, where they are free. */
  static Services onUsualPorts(DataDirectory data) {
    return new Services(
        data, Ports.preferably(5432), Ports.preferably(9092), Ports.preferably(9093));
  }

  /**
   * On these ports.
   *
   * @param ports of the database, the broker and its controller, separated by commas
   */
  static Services onPorts(DataDirectory data, String ports) {
    String[] each = ports.split(",");
    return new Services(
        data, Integer.parseInt(each[0]), Integer.parseInt(each[1]), Integer.parseInt(each[2]));
  }

  synchronized void startDatabase() throws IOException, SQLException {
    database = EmbeddedDatabase.start(data, databasePort);
  }

  synchronized void stopDatabase() throws IOException {
    if (database != null) {
      database.close();
      database = null;
    }
  }

  synchronized void startBroker() throws Exception {
    broker = EmbeddedBroker.start(data.kafka(), brokerPort, controllerPort);
  }

  synchronized void stopBroker() {
    if (broker != null) {
      broker.close();
      broker = null;
    }
  }

  /** Where they are, and how to get in. */
  Map<String, String> environment() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    environment.put("SEALCAST_DB_HOST", "127.0.0.1");
    environment.put("SEALCAST_DB_PORT", Integer.toString(databasePort));
    environment.put("SEALCAST_DB_NAME", EmbeddedDatabase.NAME);
    environment.put("SEALCAST_DB_USER", EmbeddedDatabase.USER);
    environment.put("SEALCAST_DB_PASSWORD", data.databasePassword());
    environment.put("SEALCAST_KAFKA_BOOTSTRAP", "127.0.0.1:" + brokerPort);
    return environment;
  }
}
