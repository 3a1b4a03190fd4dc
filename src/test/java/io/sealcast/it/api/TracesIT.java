package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span;
import io.sealcast.it.client.Api;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import io.sealcast.it.harness.TraceCollector;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that a request can be followed through two processes by its trace, and by its id in the
 * log.
 */
@Tag("long")
class TracesIT {
  private static final String KEY = "a key that no trace tells";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static TraceCollector collector;
  private static Installation installation;
  private static SealcastServer processor;
  private static SealcastServer web;
  private static Api ann;
  private static long video;

  @BeforeAll
  static void start() throws IOException {
    collector = new TraceCollector();
    installation = Installation.start("traces");
    processor = traced("processor");
    web = traced("web");
    ann = Api.signUp(web);
    video = ann.uploadProcessed(TestVideos.mp4(2), KEY);
  }

  private static SealcastServer traced(String role) {
    return SealcastServer.in(installation)
        .name(role)
        .roles(role)
        .env("SEALCAST_TRACES", "true")
        .env("OTEL_SERVICE_NAME", "sealcast-" + role)
        .env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
        .env("OTEL_METRICS_EXPORTER", "none")
        .env("OTEL_LOGS_EXPORTER", "none")
        .env("OTEL_BSP_SCHEDULE_DELAY", "100")
        .env("SEALCAST_LOG_FORMAT", "json")
        .env("SEALCAST_LOG_LEVEL", "INFO")
        .start();
  }

  @AfterAll
  static void stop() {
    web.close();
    processor.close();
    installation.close();
    collector.close();
  }

  @Test
  void followsAChunkFromTheViewerToTheProcessor() throws IOException {
    JsonObject session = stream();
    String requestId = session.getString("request_id");
    Viewer viewer = Viewer.open(web, ann, session.getString("websocket_url"));
    assertThat(viewer.takeJson().getString("type")).isEqualTo("start");
    assertThat(viewer.takeJson().getString("type")).isEqualTo("chunk");
    viewer.abort(); // the server may have closed the connection already, after all data
    // for JAX-RS requests, the server itself creates spans with the address
    assertThat(ann.getBytes(session.getString("media_url")).statusCode()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> chain().size() == 3);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                collector
                    .find("GET /api/stream/{file_id}/media/{request_id}/{object}")
                    .isPresent());
    List<Span> chain = chain();
    assertThat(chain.stream().map(collector::serviceOf))
        .containsExactly("sealcast-processor", "sealcast-web", "sealcast-web");
    assertThat(chain.get(0).getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(chain.get(1).getName()).isEqualTo("chunk request");
    assertThat(chain.get(2).getName()).isEqualTo("POST /api/stream/{file_id}");
    assertThat(chain).allMatch(span -> TraceCollector.traceId(span).equals(TRACE));
    assertThat(collector.spans().toString())
        .doesNotContain(requestId)
        .doesNotContain(KEY)
        .doesNotContain(ann.username())
        .doesNotContain("plain-2.mp4");
    for (SealcastServer server : List.of(web, processor)) {
      assertThat(log(server)).doesNotContain(requestId).doesNotContain(KEY);
    }
  }

  /** Opens a session whose trace was begun by the client. */
  private static JsonObject stream() {
    HttpResponse<String> answer =
        ann.send(
            ann.request("/api/stream/" + video)
                .header("Content-Type", "application/json")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .POST(BodyPublishers.ofString("{\"encryption_key\":\"" + KEY + "\"}")),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.headers().firstValue("X-Request-Id")).contains(TRACE);
    return Api.json(answer);
  }

  /** Returns the processor's span and its ancestors. */
  private static List<Span> chain() {
    return collector.spans().stream()
        .filter(span -> span.getName().equals("chunk answer"))
        .map(
            answer ->
                collector
                    .parentOf(answer)
                    .flatMap(
                        request ->
                            collector.parentOf(request).map(post -> List.of(answer, request, post)))
                    .orElse(List.of()))
        .filter(chain -> chain.size() == 3)
        .findFirst()
        .orElse(List.of());
  }

  @Test
  void theLogTellsWhichRequestARecordBelongsTo() throws IOException {
    String id = "given-by-a-proxy-1";
    HttpResponse<String> refused =
        ann.send(
            ann.request("/api/videos/999999999").header("X-Request-Id", id),
            BodyHandlers.ofString());
    assertThat(refused.headers().firstValue("X-Request-Id")).contains(id);
    assertThat(Api.json(refused).getString("correlation_id")).isEqualTo(id);

    List<JsonObject> stored =
        log(web)
            .lines()
            .filter(line -> line.startsWith("{") && line.contains("video " + video + " was stored"))
            .map(Api::json)
            .toList();
    assertThat(stored).hasSize(1);
    assertThat(stored.get(0).getString("type")).isEqualTo("liberty_message");
    assertThat(stored.get(0).getString("ext_correlation_id")).matches("[0-9a-f]{16}");
  }

  private static String log(SealcastServer server) throws IOException {
    return Files.readString(server.log());
  }
}
