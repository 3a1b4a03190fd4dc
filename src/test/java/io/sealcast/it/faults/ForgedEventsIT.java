package io.sealcast.it.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.harness.TestVideos;
import io.sealcast.vault.EventMacs;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that replayed and forged events are rejected and counted, and end no stream. */
@Tag("long")
class ForgedEventsIT extends ForgedRecords {
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
  @Tag("long")
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
}
