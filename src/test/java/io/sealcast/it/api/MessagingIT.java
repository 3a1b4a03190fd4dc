package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests streams through the real broker. */
class MessagingIT {
  private static final String KEY = "a key to stream by";

  private static final SealcastServer SERVER = SealcastServer.shared();
  private static final String BOOTSTRAP = SERVER.installation().bootstrap();
  private static Api ann;
  private static long video;

  @BeforeAll
  static void upload() {
    ann = Api.signUp(SERVER);
    video = ann.uploadProcessed(TestVideos.large(12), KEY);
  }

  @Test
  void aConsumerOfItsOwnTopicGetsTheRendition(@TempDir Path directory) throws Exception {
    byte[] expected = rendition(ann.stream(video, KEY));
    JsonObject session =
        Api.json(
            ann.post(
                "/api/stream/" + video,
                "{\"encryption_key\":\"" + KEY + "\",\"delivery\":\"topic\"}"));
    String requestId = session.getString("request_id");
    String topic = session.getString("response_topic");
    Path out = directory.resolve("out.mp4");
    Process consumer =
        new ProcessBuilder(
                "java",
                "-cp",
                System.getProperty("java.class.path"),
                documentedConsumer(directory).toString(),
                BOOTSTRAP,
                topic,
                session.getString("response_key"),
                out.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("consumer.log").toFile())
            .start();
    assertThat(consumer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(consumer.exitValue())
        .as(Files.readString(directory.resolve("consumer.log")))
        .isZero();
    assertThat(Files.readAllBytes(out)).isEqualTo(expected);
    assertThat(topics()).contains(topic);
    assertThat(ann.delete("/api/stream/" + video + "/" + requestId).statusCode()).isEqualTo(204);
    await().atMost(Duration.ofSeconds(10)).until(() -> !topics().contains(topic));
  }

  @Test
  void randomRangesAreTheBytesOfTheWhole() {
    JsonObject session = ann.stream(video, KEY);
    byte[] whole = rendition(session);
    Random random = new Random(7);
    int rounds = 60;
    long[] micros = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      int from = random.nextInt(whole.length);
      int to = Math.min(whole.length - 1, from + (1 << 20) - 1);
      long begin = System.nanoTime();
      HttpResponse<byte[]> answer =
          ann.send(
              ann.request(session.getString("media_url"))
                  .header("Range", "bytes=" + from + "-" + to),
              BodyHandlers.ofByteArray());
      micros[i] = (System.nanoTime() - begin) / 1000;
      assertThat(answer.statusCode()).isEqualTo(206);
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(whole, from, to + 1));
    }
    Arrays.sort(micros);
    System.out.printf(
        "1 MiB random range by HTTP through Kafka: p50 %.1f ms, p90 %.1f ms%n",
        micros[rounds / 2] / 1000.0, micros[rounds * 9 / 10] / 1000.0);
  }

  @Test
  void wrongKeysAreLimited() {
    Api guesser = Api.signUp(SERVER);
    long own = guesser.uploadProcessed(TestVideos.mp4(2), KEY);
    HttpResponse<String> answer = null;
    for (int i = 0; i < 11; i++) {
      answer = guesser.post("/api/stream/" + own, "{\"encryption_key\":\"not this one\"}");
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
  }

  private static byte[] rendition(JsonObject session) {
    HttpResponse<byte[]> answer = ann.getBytes(session.getString("media_url"));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static Set<String> topics() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BOOTSTRAP))) {
      return admin.listTopics().names().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Extracts the program in docs/messaging.md. */
  private static Path documentedConsumer(Path directory) throws Exception {
    String document = Files.readString(Path.of("docs", "messaging.md"));
    int begin = document.indexOf("```java\n") + "```java\n".length();
    String program = document.substring(begin, document.indexOf("```", begin));
    return Files.writeString(directory.resolve("TopicConsumer.java"), program);
  }
}
