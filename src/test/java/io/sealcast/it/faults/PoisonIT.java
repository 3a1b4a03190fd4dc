package io.sealcast.it.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.harness.AnswerForger;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that unreadable records, forged responses and forged range requests are rejected and
 * counted.
 */
@Tag("long")
class PoisonIT extends ForgedRecords {
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
    records.send(answer(Map.of("request_id", nameOf(session)), 1 << 20));
    records.replay(recorded);
    JsonObject ended = ann.stream(video, KEY);
    assertThat(ann.endStream(ended).statusCode()).isEqualTo(204);
    records.send(answer(Map.of("request_id", nameOf(ended)), 1 << 20));
    awaitCount(dropped, before + 3);
    System.out.println("an unsealable, a replayed and a late answer: dropped and counted");
  }

  /**
   * A viewer's stream continues although an attacker answers each of its requests before a
   * processor does.
   */
  @Test
  void forgedAnswersEndNoStream() {
    long another = ann.uploadProcessed(TestVideos.large(5), KEY);
    String object =
        ann.video(another).getJsonArray("renditions").getJsonObject(0).getString("object");
    double refused = refusedOrDropped();
    try (AnswerForger forger = new AnswerForger(SERVER.installation().bootstrap())) {
      JsonObject stream = ann.stream(another, KEY);
      assertThat(ann.media(stream).body())
          .isEqualTo(StoredRendition.read(SERVER.installation().storage(), another, object, KEY));
      assertThat(forger.forged()).isPositive();
      System.out.printf("%d forged answers and requests: the stream went on%n", forger.forged());
      // forged answers that arrived before the processor's are refused, the others dropped
      await().atMost(PATIENCE).until(() -> refusedOrDropped() - refused >= forger.answers());
    }
  }

  private static double refusedOrDropped() {
    Scrape scrape = Scrape.of(SERVER);
    return scrape.value("sealcast_answers_refused_total")
        + scrape.value("sealcast_answers_dropped_total");
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
    sendRequest(recorded, Map.of("deadline", now, "file_id", Json.createValue(video)));
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
}
