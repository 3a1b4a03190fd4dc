package io.sealcast.messaging.kafka;

import io.sealcast.embedded.EmbeddedBroker;
import io.sealcast.embedded.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A broker, with plain clients that have the settings of the channels and replace the connector.
 */
final class RealBroker implements AutoCloseable {
  private final Path directory;
  private final int port = Ports.free();
  private final int controllerPort = Ports.free();
  private EmbeddedBroker broker;
  private KafkaProducer<String, byte[]> producer;

  RealBroker(Path directory) {
    this.directory = directory;
  }

  RealBroker start() throws Exception {
    broker = EmbeddedBroker.start(directory, port, controllerPort);
    return this;
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** Sends a record as the outgoing channel does. */
  CompletionStage<Void> send(ProducerRecord<String, byte[]> record) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    producer()
        .send(
            record,
            (metadata, e) -> {
              if (e == null) {
                sent.complete(null);
              } else {
                sent.completeExceptionally(e);
              }
            });
    return sent;
  }

  private synchronized KafkaProducer<String, byte[]> producer() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              Map.of(
                  "bootstrap.servers",
                  bootstrap(),
                  "acks",
                  "all",
                  "linger.ms",
                  0,
                  "batch.size",
                  1049600,
                  "buffer.memory",
                  64 << 20,
                  "max.request.size",
                  2 << 20,
                  "send.buffer.bytes",
                  -1,
                  "max.block.ms",
                  2000),
              new StringSerializer(),
              new ByteArraySerializer());
    }
    return producer;
  }

  /** Reads the only partition of a topic from its beginning until the thread is interrupted. */
  Thread read(String topic, Consumer<ConsumerRecord<String, byte[]>> handler) {
    Thread thread =
        new Thread(
            () -> {
              try (KafkaConsumer<String, byte[]> consumer = consumer()) {
                TopicPartition partition = new TopicPartition(topic, 0);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                while (true) {
                  consumer.poll(Duration.ofMillis(100)).forEach(handler);
                }
              } catch (org.apache.kafka.common.errors.InterruptException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private KafkaConsumer<String, byte[]> consumer() {
    return consumer(Map.of());
  }

  private KafkaConsumer<String, byte[]> consumer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", bootstrap());
    settings.put("receive.buffer.bytes", -1);
    settings.put("max.partition.fetch.bytes", 8 << 20);
    settings.put("enable.auto.commit", false);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Creates a group member like those of the incoming channels. It joins at its first poll. */
  KafkaConsumer<String, byte[]> member(String group, String topic) {
    KafkaConsumer<String, byte[]> member =
        consumer(
            Map.of(
                "group.id",
                group,
                "auto.offset.reset",
                "earliest",
                "allow.auto.create.topics",
                false,
                "metadata.max.age.ms",
                500,
                "session.timeout.ms",
                6_000));
    member.subscribe(List.of(topic));
    return member;
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(2));
    }
    if (broker != null) {
      broker.close();
    }
  }
}
