package io.sealcast.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * An attacker with access to the broker. It answers every range request immediately with forged
 * failures, receipts and chunks that would end the viewer's stream if they were accepted, and sends
 * changed copies of each request to the processors, which can only fail at them.
 */
public final class AnswerForger implements AutoCloseable {
  private static final String REQUESTS = "video-streaming";
  private static final List<String> CODES =
      List.of("session_ended", "integrity_failed", "not_found", "object_unavailable", "nonsense");
  private static final int CHUNK = 1 << 20;

  private final AtomicInteger forged = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Thread thread = new Thread(this::run, "forger");
  private volatile boolean stopped;

  /** Starts to forge answers to all later requests. */
  public AnswerForger(String bootstrap) {
    producer = TopicRecords.producer(bootstrap);
    consumer = TopicRecords.consumer(bootstrap);
    List<TopicPartition> partitions = TopicRecords.partitions(consumer, REQUESTS);
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread.start();
  }

  /** Returns the number of records that were forged. */
  public int forged() {
    return forged.get();
  }

  /** Returns the number of answers among them, each of which the web instance has to refuse. */
  public int answers() {
    return answers.get();
  }

  private void run() {
    while (!stopped) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
        if (record.headers().lastHeader("forged") == null) {
          forge(record);
        }
      }
    }
  }

  private void forge(ConsumerRecord<String, byte[]> record) {
    JsonObject request;
    try (JsonReader reader =
        Json.createReader(new StringReader(new String(record.value(), UTF_8)))) {
      request = reader.readObject();
    }
    for (String code : CODES) {
      answer(request, new byte[0], Map.of("failure", code));
      answer(request, new byte[0], Map.of("failure", code, "mac", "0123456789abcdef".repeat(4)));
    }
    answer(request, new byte[0], Map.of());
    answer(request, new byte[CHUNK + 28], Map.of());
    resend(record, request, "object", UUID.randomUUID().toString());
    resend(record, request, "chunk_index", null);
  }

  private void answer(JsonObject request, byte[] value, Map<String, String> headers) {
    ProducerRecord<String, byte[]> answer =
        new ProducerRecord<>(
            request.getString("reply_topic"), request.getString("request_id"), value);
    Map<String, String> usual =
        Map.of(
            "v", "1",
            "request_id", request.getString("request_id"),
            "range_id", request.getJsonNumber("range_id").toString(),
            "offset", request.getJsonNumber("from").toString(),
            "last", "false");
    usual.forEach((name, text) -> answer.headers().add(name, text.getBytes(UTF_8)));
    headers.forEach((name, text) -> answer.headers().add(name, text.getBytes(UTF_8)));
    send(answer);
    answers.incrementAndGet();
  }

  /** Sends a copy of a request that a processor can only answer with a genuine failure. */
  private void resend(
      ConsumerRecord<String, byte[]> record, JsonObject request, String member, String value) {
    JsonObjectBuilder changed = Json.createObjectBuilder(request);
    if (value == null) {
      changed.add(member, request.getJsonNumber(member).longValue() + 1);
    } else {
      changed.add(member, value);
    }
    ProducerRecord<String, byte[]> copy =
        new ProducerRecord<>(
            REQUESTS, record.partition(), record.key(), changed.build().toString().getBytes(UTF_8));
    copy.headers().add("forged", new byte[0]);
    send(copy);
  }

  private void send(ProducerRecord<String, byte[]> record) {
    producer.send(record);
    forged.incrementAndGet();
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
    producer.close();
  }
}
