package io.sealcast.platform;

import io.sealcast.metrics.Meters;
import io.sealcast.role.Roles;
import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Publishes metrics for operators that belong to no other part of the application: roles, database,
 * connection pool and storage.
 */
@ApplicationScoped
class ServerMeters {
  /** Name of Liberty's MBean for the connection pool that server.xml defines. */
  private static final String POOL = "WebSphere:type=ConnectionPoolStats,name=jdbc/sealcast";

  private final Roles roles;
  private final BlobStore store;
  private final StorageProbe storage;
  private final DatabaseProbe database;

  @Inject
  ServerMeters(Roles roles, BlobStore store, StorageProbe storage, DatabaseProbe database) {
    this.roles = roles;
    this.store = store;
    this.storage = storage;
    this.database = database;
  }

  void show(@Observes Meters meters) {
    String role = "What this instance is there for.";
    meters.gauge("sealcast_role", role, "role", "web", () -> roles.isWeb() ? 1 : 0);
    meters.gauge("sealcast_role", role, "role", "decryptor", () -> roles.isDecryptor() ? 1 : 0);
    meters.gauge("sealcast_role", role, "role", "transcoder", () -> roles.isTranscoder() ? 1 : 0);
    meters.gauge(
        "sealcast_database_up",
        "1 when the database answered last time.",
        () -> database.isUp() ? 1 : 0);
    String connections = "Connections to the database, by what they do.";
    String name = "sealcast_database_connections";
    meters.gauge(
        name,
        connections,
        "state",
        "used",
        () -> pool("ManagedConnectionCount") - pool("FreeConnectionCount"));
    meters.gauge(name, connections, "state", "free", () -> pool("FreeConnectionCount"));
    meters.gauge(
        "sealcast_storage_up",
        "1 when the storage worked at the last health check.",
        storage::lastSeen);
    meters.gauge(
        "sealcast_storage_usable_bytes", "Room for videos, where it is limited.", this::usable);
  }

  private static double pool(String attribute) {
    try {
      Object value =
          ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(POOL), attribute);
      return ((Number) value).doubleValue();
    } catch (JMException e) {
      return Double.NaN; // the MBean doesn't exist before the first use
    }
  }

  private double usable() {
    try {
      long bytes = store.usableBytes();
      return bytes == Long.MAX_VALUE ? Double.NaN : bytes;
    } catch (IOException | RuntimeException e) {
      return Double.NaN;
    }
  }
}
