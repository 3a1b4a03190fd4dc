package io.sealcast.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** A single Kafka node, both broker and controller, on the loopback address. */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE = 1;

  private final KafkaRaftServer server;

  private EmbeddedBroker(KafkaRaftServer server) {
    this.server = server;
  }

  public static EmbeddedBroker start(Path logs, int port, int controllerPort) throws Exception {
    Files.createDirectories(logs);
    if (Files.notExists(logs.resolve("meta.properties"))) {
      format(logs);
    }
    // Kafka parses the values by the types of the settings
    Map<String, String> settings = new HashMap<>();
    settings(logs, port, controllerPort).forEach((k, v) -> settings.put(k, String.valueOf(v)));
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    server.startup();
    return new EmbeddedBroker(server);
  }

  private static void format(Path logs) throws Exception {
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(NODE)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(logs.toString())
        .addDirectory(logs.toString())
        .setIgnoreFormatted(true)
        .run();
  }

  private static Map<String, Object> settings(Path logs, int port, int controllerPort) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", NODE);
    settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("log.dirs", logs.toString());
    settings.put("auto.create.topics.enable", false);
    // replication factor 1, since there is only one node
    settings.put("default.replication.factor", 1);
    settings.put("offsets.topic.num.partitions", 1);
    settings.put("offsets.topic.replication.factor", 1);
    settings.put("transaction.state.log.num.partitions", 1);
    settings.put("transaction.state.log.replication.factor", 1);
    settings.put("transaction.state.log.min.isr", 1);
    settings.put("share.coordinator.state.topic.num.partitions", 1);
    settings.put("share.coordinator.state.topic.replication.factor", 1);
    settings.put("share.coordinator.state.topic.min.isr", 1);
    settings.put("group.initial.rebalance.delay.ms", 0);
    // a sealed chunk is slightly longer than 1 MiB
    settings.put("message.max.bytes", 2 << 20);
    settings.put("replica.fetch.max.bytes", 2 << 20);
    // limits for topics without settings of their own
    settings.put("log.retention.ms", 3_600_000);
    settings.put("log.retention.bytes", 1L << 30);
    // frequent checks delete responses early, so that they don't fill the page cache
    settings.put("log.retention.check.interval.ms", 1_000);
    settings.put("log.segment.bytes", 64 << 20);
    settings.put("log.segment.delete.delay.ms", 1_000);
    settings.put("log.cleaner.dedupe.buffer.size", 8 << 20);
    // -1 means the system's default, as for the clients: Kafka's 100 KiB would split each chunk
    settings.put("socket.send.buffer.bytes", -1);
    settings.put("socket.receive.buffer.bytes", -1);
    settings.put("num.network.threads", 2);
    settings.put("num.io.threads", 4);
    return settings;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
