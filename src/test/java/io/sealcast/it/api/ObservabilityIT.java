package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what an operator can observe: health, metrics and log. */
class ObservabilityIT {
  private static final String KEY = "a key to be seen by nobody";
  private static final SealcastServer SERVER = SealcastServer.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Pattern METRIC =
      Pattern.compile("\\b((?:sealcast|jvm|process)_[a-z_]+)(\\{[^}]*})?");

  private static final Pattern LABEL = Pattern.compile("\\b[a-z]+=\"[^\"]+\"");

  private static Api ann;
  private static JsonObject stream;

  @BeforeAll
  static void watchAVideo() {
    ann = Api.signUp(SERVER);
    long video = ann.uploadProcessed(TestVideos.mp4(2), KEY);
    assertThat(ann.post("/api/stream/" + video, "{\"encryption_key\":\"wrong\"}").statusCode())
        .isEqualTo(403);
    stream = ann.stream(video, KEY);
    assertThat(ann.getBytes(stream.getString("media_url")).statusCode()).isEqualTo(200);
    assertThat(ann.get(stream.getString("events_url")).statusCode()).isEqualTo(200);
  }

  @Test
  void healthTellsOfEachPart() {
    assertThat(checks("/health/started")).containsKey("schema");
    assertThat(checks("/health/ready")).containsKeys("database", "broker", "storage", "ffmpeg");
    JsonObject keys = checks("/health/ready").get("service-key").getJsonObject("data");
    assertThat(keys.getString("seals")).matches("[0-9a-f]{8}").isEqualTo(keys.getString("opens"));
    assertThat(keys.getBoolean("current")).isTrue();
    assertThat(checks("/health/live").get("version").getJsonObject("data").getString("version"))
        .matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonObject channels = checks("/health/live").get("channels");
              assertThat(channels.getJsonObject("data"))
                  .containsKeys(
                      "video-processing.lag",
                      "video-streaming.last_handled",
                      "streaming-response.handled",
                      "video-events.refused");
            });
  }

  private static Map<String, JsonObject> checks(String path) {
    HttpResponse<String> answer = Api.anonymous(SERVER).get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, JsonObject> checks = new TreeMap<>();
    for (JsonValue check : Api.json(answer).getJsonArray("checks")) {
      checks.put(check.asJsonObject().getString("name"), check.asJsonObject());
    }
    return checks;
  }

  @Test
  void metricsAreForWhoeverHasTheToken() {
    assertThat(Api.anonymous(SERVER).get("/metrics").statusCode()).isEqualTo(401);
    assertThat(ann.get("/metrics").statusCode()).isEqualTo(401);
    assertThat(
            ann.send(
                    Api.anonymous(SERVER)
                        .request("/metrics")
                        .header("Authorization", "Bearer " + SealcastServer.METRICS_TOKEN + "x"),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void metricsCountWhatWasDone() {
    Scrape seen = Scrape.of(SERVER);
    assertThat(seen.sum("sealcast_wrong_keys_total")).isPositive();
    assertThat(seen.value("sealcast_key_derivation_seconds_sum")).isPositive();
    assertThat(seen.value("sealcast_former_service_key_total")).isZero();
    assertThat(seen.value("sealcast_uploads_total{outcome=\"stored\"}")).isPositive();
    assertThat(seen.value("sealcast_jobs_total{outcome=\"processed\"}")).isPositive();
    assertThat(seen.value("sealcast_job_seconds_count")).isPositive();
    assertThat(seen.value("sealcast_chunk_seconds_count")).isPositive();
    assertThat(seen.value("sealcast_delivery_requests_total{outcome=\"answered\"}")).isPositive();
    assertThat(seen.value("sealcast_delivered_bytes_total{transport=\"http\"}")).isPositive();
    assertThat(seen.value("sealcast_delivered_bytes_total{transport=\"sse\"}")).isPositive();
    assertThat(seen.value("sealcast_channel_records_total{channel=\"video-streaming\"}"))
        .isPositive();
    assertThat(seen.value("sealcast_broker_up")).isEqualTo(1);
    assertThat(seen.value("sealcast_database_up")).isEqualTo(1);
    assertThat(seen.value("sealcast_database_connections{state=\"free\"}")).isNotNegative();
    assertThat(seen.value("sealcast_storage_usable_bytes")).isPositive();
    assertThat(seen.value("sealcast_role{role=\"decryptor\"}")).isEqualTo(1);
    assertThat(seen.value("sealcast_role{role=\"transcoder\"}")).isEqualTo(1);
    assertThat(seen.sum("jvm_memory_used_bytes")).isPositive();
  }

  /**
   * Every metric in the queries of dashboard and alerts must exist, otherwise they would never show
   * anything.
   */
  @ParameterizedTest
  @ValueSource(strings = {"grafana/sealcast-dashboard.json", "prometheus/alerts.yml"})
  void whatIsAskedForIsServed(String file) throws IOException {
    List<String> questions = questions(Path.of("deploy", file));
    Scrape seen = Scrape.of(SERVER);
    assertThat(questions.stream().filter(METRIC.asPredicate())).hasSizeGreaterThan(10);
    for (String question : questions) {
      Matcher metric = METRIC.matcher(question);
      while (metric.find()) {
        assertThat(seen.names()).as(question).contains(metric.group(1));
        Matcher label = LABEL.matcher(metric.group(2) == null ? "" : metric.group(2));
        while (label.find()) {
          String pair = label.group();
          assertThat(seen.values().keySet())
              .as(question)
              .anyMatch(sample -> sample.startsWith(metric.group(1)) && sample.contains(pair));
        }
      }
    }
  }

  /** Returns all values of {@code expr} in a JSON or YAML file. */
  private static List<String> questions(Path file) throws IOException {
    return new ObjectMapper(new YAMLFactory())
        .readTree(file.toFile()).findValues("expr").stream().map(JsonNode::asText).toList();
  }

  @Test
  void metricsNameNobodyAndNothing() {
    assertThat(Scrape.of(SERVER).text())
        .doesNotContain(stream.getString("request_id"))
        .doesNotContain(ann.username())
        .doesNotContainIgnoringCase("file_id");
  }
}
