package io.sealcast.it.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import io.sealcast.it.harness.TopicRecords;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * A viewer's stream, and what tests of forged records have in common: whoever has access to the
 * broker can write records to any topic. After each test every channel works.
 */
abstract class ForgedRecords {
  static final String KEY = "a key to stream by";
  static final String JOBS = "video-processing";
  static final String REQUESTS = "video-streaming";
  static final String ANSWERS = "streaming-response-app";
  static final String EVENTS = "video-events";
  static final Duration PATIENCE = Duration.ofSeconds(30);

  static final SealcastServer SERVER = SealcastServer.shared();
  static TopicRecords records;
  static Api ann;
  static long video;
  static JsonObject session;
  static byte[] truth;

  @BeforeAll
  static void watchAVideo() {
    records = new TopicRecords(SERVER.installation().bootstrap());
    ann = Api.signUp(SERVER);
    video = ann.uploadProcessed(TestVideos.large(6), KEY);
    session = ann.stream(video, KEY);
    truth = ann.media(session).body();
  }

  @AfterAll
  static void stop() {
    records.close();
  }

  /**
   * Asserts that every channel works. The video is new, since a watched one would come from the
   * cache.
   */
  @AfterEach
  void everyChannelLives() {
    double events = channel("records", EVENTS);
    long another = ann.uploadProcessed(TestVideos.mp4(2), KEY);
    JsonObject stream = ann.stream(another, KEY);
    String object =
        ann.video(another).getJsonArray("renditions").getJsonObject(0).getString("object");
    assertThat(ann.media(stream).body())
        .isEqualTo(StoredRendition.read(SERVER.installation().storage(), another, object, KEY));
    assertThat(ann.media(session).body()).as("a stream that was open").isEqualTo(truth);
    await().atMost(PATIENCE).until(() -> channel("records", EVENTS) > events);
  }

  static double channel(String what, String topic) {
    String name = topic.equals(ANSWERS) ? "streaming-response" : topic;
    return metric("sealcast_channel_" + what + "_total{channel=\"" + name + "\"}");
  }

  static double metric(String sample) {
    return Scrape.of(SERVER).value(sample);
  }

  static void awaitCount(String sample, double count) {
    await(sample).atMost(PATIENCE).until(() -> metric(sample) >= count);
  }

  /**
   * Returns the key of the records of a new stream whose records are in the topics; they stay there
   * only for a short time.
   */
  static String watched() {
    JsonObject stream = ann.stream(ann.uploadProcessed(TestVideos.mp4(2), KEY), KEY);
    assertThat(ann.media(stream).statusCode()).isEqualTo(200);
    return nameOf(stream);
  }

  /** Returns the name of a session in records: the hash of its request id. */
  static String nameOf(JsonObject stream) {
    try {
      byte[] id = stream.getString("request_id").getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(id));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static ConsumerRecord<String, byte[]> newest(String topic, String key) {
    return records.in(topic).stream()
        .filter(r -> key.equals(r.key()) && r.value() != null)
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  static String text(ConsumerRecord<String, byte[]> record) {
    return record.value() == null ? "" : new String(record.value(), UTF_8);
  }

  static JsonObject value(ConsumerRecord<String, byte[]> record) {
    return Api.json(text(record));
  }

  static String random() {
    byte[] bytes = new byte[92];
    new java.util.Random(92).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Sends a copy of a recorded record with some members replaced. */
  static void send(String topic, String key, JsonObject recorded, Map<String, Object> changes)
      throws ExecutionException {
    var forged = Json.createObjectBuilder(recorded);
    changes.forEach(
        (name, value) ->
            forged.add(name, value instanceof String s ? Json.createValue(s) : (JsonValue) value));
    records.send(new ProducerRecord<>(topic, key, forged.build().toString().getBytes(UTF_8)));
  }
}
