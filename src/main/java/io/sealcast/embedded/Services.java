package io.sealcast.embedded;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The database and the broker with one data directory. Each can be stopped and started separately.
 */
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

  /** Creates the services with their default ports, or others where those aren't free. */
  static Services onUsualPorts(DataDirectory data) {
    return new Services(
        data, Ports.preferably(5432), Ports.preferably(9092), Ports.preferably(9093));
  }

  /**
   * Creates the services with given ports.
   *
   * @param ports ports of the database, the broker and its controller, separated by commas
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

  /** Returns the environment variables with addresses and credentials of the services. */
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
