package io.sealcast.it.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import io.sealcast.it.harness.TopicRecords;
import io.sealcast.vault.EventMacs;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests forged records, which anyone with access to the broker can write to any topic. They are
 * rejected and counted, and jobs, streams and events continue after each of them.
 */
class PoisonIT {
  private static final String KEY = "a key to stream by";
  private static final String JOBS = "video-processing";
  private static final String REQUESTS = "video-streaming";
  private static final String ANSWERS = "streaming-response-app";
  private static final String EVENTS = "video-events";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final SealcastServer SERVER = SealcastServer.shared();
  private static TopicRecords records;
  private static Api ann;
  private static long video;
  private static JsonObject session;
  private static byte[] truth;

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

  private static double channel(String what, String topic) {
    String name = topic.equals(ANSWERS) ? "streaming-response" : topic;
    return metric("sealcast_channel_" + what + "_total{channel=\"" + name + "\"}");
  }

  private static double metric(String sample) {
    return Scrape.of(SERVER).value(sample);
  }

  private static void awaitCount(String sample, double count) {
    await(sample).atMost(PATIENCE).until(() -> metric(sample) >= count);
  }

  @ParameterizedTest
  @CsvSource({JOBS, REQUESTS, ANSWERS, EVENTS})
  void whatCannotBeReadIsRefusedAndCounted(String topic) throws ExecutionException {
    List<ProducerRecord<String, byte[]>> poison =
        topic.equals(ANSWERS) ? unreadableAnswers() : unreadableJson(topic);
    double before = channel("refused", topic);
    for (ProducerRecord<String, byte[]> record : poison) {
      records.send(record);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(channel("refused", topic) - before).isEqualTo(poison.size()));
    byte[] larger = new byte[(2 << 20) + 1];
    assertThatThrownBy(() -> records.send(new ProducerRecord<>(topic, "x", larger)))
        .as("what is larger than a record may be, the broker doesn't take")
        .hasRootCauseInstanceOf(RecordTooLargeException.class);
    System.out.printf("%d unreadable records in %s: all counted%n", poison.size(), topic);
  }

  private static List<ProducerRecord<String, byte[]>> unreadableJson(String topic) {
    byte[] huge = new byte[1_500_000];
    Arrays.fill(huge, (byte) '[');
    return Stream.of(
            null,
            new byte[0],
            "garbage".getBytes(UTF_8),
            new byte[] {(byte) 0xff, 0, (byte) 0xc0, 1},
            "{\"v\":2}".getBytes(UTF_8),
            "{\"v\":1,\"file_id\":1e999999999}".getBytes(UTF_8),
            "{\"v\":1,\"kind\":\"session_ended\",\"session_hash\":\"not hex\"}".getBytes(UTF_8),
            huge)
        .map(value -> new ProducerRecord<>(topic, value == null ? null : "x", value))
        .toList();
  }

  private static List<ProducerRecord<String, byte[]>> unreadableAnswers() {
    return List.of(
        new ProducerRecord<>(ANSWERS, null, null),
        new ProducerRecord<>(ANSWERS, "x", "garbage".getBytes(UTF_8)),
        answer(Map.of("v", "2"), 99),
        answer(Map.of("range_id", "-1"), 99),
        answer(Map.of("offset", "9".repeat(20)), 99),
        answer(Map.of("request_id", "../../x"), 99),
        answer(Map.of("request_id", "x".repeat(65)), 99),
        answer(Map.of(), 1_500_000));
  }

  /** Returns a response to an unknown request, with some headers replaced. */
  private static ProducerRecord<String, byte[]> answer(Map<String, String> headers, int size) {
    ProducerRecord<String, byte[]> answer = new ProducerRecord<>(ANSWERS, "x", new byte[size]);
    Map.of("v", "1", "request_id", "nobody", "range_id", "1", "offset", "0", "last", "false")
        .forEach(
            (name, value) ->
                answer.headers().add(name, headers.getOrDefault(name, value).getBytes(UTF_8)));
    return answer;
  }

  // responses

  @Test
  void answersThatNobodyWaitsForAreDroppedAndCounted() throws ExecutionException {
    ConsumerRecord<String, byte[]> recorded = newest(ANSWERS, watched());
    String dropped = "sealcast_answers_dropped_total";
    double before = metric(dropped);
    records.send(answer(Map.of("request_id", session.getString("request_id")), 1 << 20));
    records.replay(recorded);
    JsonObject ended = ann.stream(video, KEY);
    assertThat(ann.endStream(ended).statusCode()).isEqualTo(204);
    records.send(answer(Map.of("request_id", ended.getString("request_id")), 1 << 20));
    awaitCount(dropped, before + 3);
    System.out.println("an unsealable, a replayed and a late answer: dropped and counted");
  }

  // range requests

  @Test
  void requestsThatAreNotSealedForTheirVideoAreRefusedAndCounted() throws ExecutionException {
    JsonObject recorded = value(newest(REQUESTS, watched()));
    String failed = "sealcast_delivery_requests_total{outcome=\"failed\"}";
    String dropped = "sealcast_answers_dropped_total";
    double failedBefore = metric(failed);
    double droppedBefore = metric(dropped);
    String now = Instant.now().plusSeconds(20).toString();
    sendRequest(recorded, Map.of("deadline", now, "sealed_keys", random()));
    sendRequest(recorded, Map.of("deadline", now, "file_id", Json.createValue(video + 1)));
    sendRequest(
        recorded,
        Map.of("deadline", now, "expires_at", Instant.now().plusSeconds(99_999).toString()));
    awaitCount(failed, failedBefore + 3);
    awaitCount(dropped, droppedBefore + 3); // responses that no request waits for
  }

  @Test
  void requestsThatExpiredOrGoElsewhereAreDroppedAndCounted() throws ExecutionException {
    JsonObject recorded = value(newest(REQUESTS, watched()));
    String dropped = "sealcast_delivery_requests_total{outcome=\"dropped\"}";
    double before = metric(dropped);
    String soon = Instant.now().plusSeconds(20).toString();
    String past = Instant.now().minusSeconds(60).toString();
    sendRequest(recorded, Map.of("deadline", past));
    sendRequest(recorded, Map.of("deadline", soon, "expires_at", past));
    sendRequest(recorded, Map.of("deadline", soon, "reply_topic", EVENTS));
    awaitCount(dropped, before + 3);
  }

  @Test
  void aReplayedRequestBringsAnAnswerToNobodyAtMost() throws ExecutionException {
    ConsumerRecord<String, byte[]> recorded = newest(REQUESTS, watched());
    String answered = "sealcast_delivery_requests_total{outcome=\"answered\"}";
    String late = "sealcast_delivery_requests_total{outcome=\"dropped\"}";
    String unasked = "sealcast_answers_dropped_total";
    Scrape before = Scrape.of(SERVER);
    records.replay(recorded);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Scrape now = Scrape.of(SERVER);
              double answers = now.value(answered) - before.value(answered);
              // within its deadline it causes a response, which is dropped; after it there is no
              // response
              return answers + now.value(late) - before.value(late) == 1
                  && now.value(unasked) - before.value(unasked) == answers;
            });
  }

  private static void sendRequest(JsonObject recorded, Map<String, Object> changes)
      throws ExecutionException {
    send(REQUESTS, recorded.getString("request_id"), recorded, changes);
  }

  // jobs

  @Test
  void aReplayedJobDoesNothingTwice() throws Exception {
    ConsumerRecord<String, byte[]> recorded = newest(JOBS, Long.toString(video));
    List<Path> before = stored(video);
    double refused = metric("sealcast_jobs_total{outcome=\"refused\"}");
    double processed = metric("sealcast_jobs_total{outcome=\"processed\"}");
    records.replay(recorded);
    awaitCount("sealcast_jobs_total{outcome=\"refused\"}", refused + 1);
    assertThat(metric("sealcast_jobs_total{outcome=\"processed\"}")).isEqualTo(processed);
    assertThat(ann.video(video).getString("status")).isEqualTo("processed");
    assertThat(stored(video)).isEqualTo(before);
  }

  /** Sends jobs that no upload has caused for a video that is queued. */
  @Test
  void forgedJobsAreRefusedAndDoNoHarmToAVideoThatWaits() throws Exception {
    long slow = ann.upload(TestVideos.avi(120), KEY);
    long waiting = ann.upload(TestVideos.mp4(4), KEY);
    JsonObject genuine = value(newest(JOBS, Long.toString(waiting)));
    double refused = metric("sealcast_jobs_total{outcome=\"refused\"}");
    String key = Long.toString(waiting);
    send(JOBS, key, genuine, Map.of("sealed_data_key", random()));
    send(JOBS, key, genuine, Map.of("job_id", UUID.randomUUID().toString()));
    send(JOBS, key, genuine, Map.of("expires_at", Instant.now().minusSeconds(9).toString()));
    send(JOBS, key, genuine, Map.of("file_id", Json.createValue(Long.MAX_VALUE)));
    awaitCount("sealcast_jobs_total{outcome=\"refused\"}", refused + 4);
    assertThat(ann.video(waiting).getString("status")).isEqualTo("uploaded");
    ann.awaitStatus(waiting, "processed");
    ann.awaitStatus(slow, "processed");
    System.out.println("4 forged jobs for a video that waited: counted, and it was processed");
  }

  private static List<Path> stored(long id) throws IOException {
    try (Stream<Path> files = Files.list(SERVER.installation().storage().resolve("videos/" + id))) {
      return files.sorted().toList();
    }
  }

  // events

  /** Forged events could end the streams of all users. */
  @Test
  void forgedEventsAreRefusedAndCountedAndOnlyASealedOneEndsAStream() throws Exception {
    long watched = ann.uploadProcessed(TestVideos.mp4(2), KEY);
    JsonObject stream = ann.stream(watched, KEY);
    byte[] deleted =
        "{\"v\":1,\"kind\":\"deleted\",\"file_id\":%d,\"progress\":0}"
            .formatted(watched)
            .getBytes(UTF_8);
    byte[] changed = value(newest(EVENTS, Long.toString(watched))).toString().getBytes(UTF_8);
    Instant soon = Instant.now().plusSeconds(60);
    Instant past = Instant.now().minusSeconds(1);
    EventMacs genuine = EventMacs.under(serviceKey());
    EventMacs strangers = EventMacs.under(new byte[32]);
    double before = channel("refused", EVENTS);
    records.send(new ProducerRecord<>(EVENTS, "x", deleted));
    records.send(event(deleted, soon, strangers.compute(deleted, soon)));
    records.send(event(deleted, soon, genuine.compute(changed, soon)));
    records.send(event(deleted, soon, genuine.compute(deleted, soon.plusSeconds(1))));
    records.send(event(deleted, past, genuine.compute(deleted, past)));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(channel("refused", EVENTS) - before).isEqualTo(5));
    assertThat(ann.media(stream).statusCode()).isEqualTo(200);

    records.send(event(deleted, soon, genuine.compute(deleted, soon)));
    await().atMost(PATIENCE).until(() -> ann.media(stream).statusCode() == 404);
    assertThat(channel("refused", EVENTS) - before).isEqualTo(5);
    System.out.println(
        "5 forged events that call a video deleted: counted, and its stream went on; it ended with"
            + " the same event under the deployment's key");
  }

  private static ProducerRecord<String, byte[]> event(byte[] value, Instant expiry, byte[] seal) {
    ProducerRecord<String, byte[]> event = new ProducerRecord<>(EVENTS, "x", value);
    event.headers().add("expires_at", expiry.toString().getBytes(UTF_8));
    event.headers().add("seal", Base64.getEncoder().encode(seal));
    return event;
  }

  private static byte[] serviceKey() throws IOException {
    Path file = Path.of(SERVER.installation().environment().get("SEALCAST_SERVICE_KEY_FILE"));
    return Base64.getDecoder().decode(Files.readString(file).strip());
  }

  /**
   * Events carry neither keys nor content: their receivers look the state up, or compare a hash.
   */
  @Test
  void replayedEventsEndNothingThatLives() throws ExecutionException {
    JsonObject ended = ann.stream(video, KEY);
    assertThat(ann.endStream(ended).statusCode()).isEqualTo(204);
    List<ConsumerRecord<String, byte[]>> all =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    records.in(EVENTS).stream()
                        .filter(r -> Long.toString(video).equals(r.key()))
                        .toList(),
                found -> found.stream().anyMatch(r -> text(r).contains("session_ended")));
    double before = channel("records", EVENTS);
    for (ConsumerRecord<String, byte[]> event : all) {
      records.replay(event);
    }
    await().atMost(PATIENCE).until(() -> channel("records", EVENTS) >= before + all.size());
    assertThat(ann.video(video).getString("status")).isEqualTo("processed");
    assertThat(ann.media(session).statusCode()).isEqualTo(200);
  }

  // recorded data

  /**
   * Returns the request id of a new stream whose records are in the topics; they stay there only
   * for a short time.
   */
  private static String watched() {
    JsonObject stream = ann.stream(ann.uploadProcessed(TestVideos.mp4(2), KEY), KEY);
    assertThat(ann.media(stream).statusCode()).isEqualTo(200);
    return stream.getString("request_id");
  }

  private static ConsumerRecord<String, byte[]> newest(String topic, String key) {
    return records.in(topic).stream()
        .filter(r -> key.equals(r.key()) && r.value() != null)
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  private static String text(ConsumerRecord<String, byte[]> record) {
    return record.value() == null ? "" : new String(record.value(), UTF_8);
  }

  private static JsonObject value(ConsumerRecord<String, byte[]> record) {
    return Api.json(text(record));
  }

  private static String random() {
    byte[] bytes = new byte[92];
    new java.util.Random(92).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Sends a copy of a recorded record with some members replaced. */
  private static void send(
      String topic, String key, JsonObject recorded, Map<String, Object> changes)
      throws ExecutionException {
    var forged = Json.createObjectBuilder(recorded);
    changes.forEach(
        (name, value) ->
            forged.add(name, value instanceof String s ? Json.createValue(s) : (JsonValue) value));
    records.send(new ProducerRecord<>(topic, key, forged.build().toString().getBytes(UTF_8)));
  }
}
