package io.sealcast.bench;

import io.sealcast.it.harness.Installation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The reference: a plain producer and a plain consumer with records of 1 MiB on the same broker,
 * with the same settings as Sealcast. Their figures are what Kafka itself achieves on this machine.
 */
final class PlainKafkaPair implements AutoCloseable {
  private static final String TOPIC = "benchmark-plain";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final byte[] record = new byte[1 << 20];

  PlainKafkaPair(Installation installation) throws ExecutionException, InterruptedException {
    Map<String, String> limits =
        Map.of(
            "max.message.bytes", "2097152",
            "segment.bytes", "33554432",
            "retention.bytes", "536870912",
            "file.delete.delay.ms", "1000");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", installation.bootstrap()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1).configs(limits))).all().get();
    }
    producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                installation.bootstrap(),
                "acks",
                "all",
                "linger.ms",
                0,
                "batch.size",
                1_049_600,
                "max.request.size",
                2 << 20,
                "buffer.memory",
                64L << 20,
                "send.buffer.bytes",
                -1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                installation.bootstrap(),
                "enable.auto.commit",
                false,
                "receive.buffer.bytes",
                -1,
                "max.partition.fetch.bytes",
                8 << 20,
                "fetch.max.bytes",
                16 << 20),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(PARTITION));
    consumer.seekToBeginning(List.of(PARTITION));
    new Random(1).nextBytes(record);
    throughput(256);
  }

  /** Sends records as fast as possible. Returns MiB/s until the last one was received. */
  double throughput(int records) throws InterruptedException {
    long start = System.nanoTime();
    Thread sender = new Thread(() -> send(records), "plain-producer");
    sender.start();
    receive(records);
    double seconds = (System.nanoTime() - start) / 1e9;
    sender.join();
    return records / seconds;
  }

  /** Returns the milliseconds from sending a record to its receipt. */
  double roundTrip() {
    long start = System.nanoTime();
    send(1);
    receive(1);
    return (System.nanoTime() - start) / 1e6;
  }

  private void send(int records) {
    for (int i = 0; i < records; i++) {
      producer.send(new ProducerRecord<>(TOPIC, record));
    }
  }

  private void receive(int records) {
    long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    int got = 0;
    while (got < records) {
      got += consumer.poll(Duration.ofSeconds(1)).count();
      if (System.nanoTime() > until) {
        throw new IllegalStateException("the plain pair got " + got + " of " + records);
      }
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
