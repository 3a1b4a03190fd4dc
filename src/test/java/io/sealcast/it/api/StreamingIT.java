package io.sealcast.it.api;

import static io.sealcast.it.client.Api.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.ServerSentEvent;
import io.sealcast.it.client.SlowReader;
import io.sealcast.it.client.TopicConsumer;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import io.sealcast.it.harness.TopicRecords;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests all transports with one web and one processor process: each delivers exactly the bytes of
 * the stored rendition.
 */
class StreamingIT {
  private static final String KEY = "a key of some length";
  private static final int MIB = 1 << 20;

  private static Installation installation;
  private static SealcastServer web;
  private static SealcastServer processor;
  private static Api ann;
  private static long fileId;
  private static String object;
  private static byte[] truth;

  private final Random random = new Random(20);

  @BeforeAll
  static void uploadAVideo() {
    installation = Installation.start("streaming");
    processor = SealcastServer.in(installation).name("processor").roles("processor").start();
    web =
        SealcastServer.in(installation)
            .name("web")
            .roles("web")
            // requests are counted, so a slow machine must not cause repeated ones
            .env("SEALCAST_STREAM_CHUNK_DEADLINE", "PT10S")
            .env("SEALCAST_HTTP_WRITE_TIMEOUT", "8s")
            .env("SEALCAST_STREAM_LEFT_TTL", "PT5S")
            .start();
    ann = Api.signUp(web);
    fileId = ann.uploadProcessed(TestVideos.large(6), KEY);
    object = ann.video(fileId).getJsonArray("renditions").getJsonObject(0).getString("object");
    truth = StoredRendition.read(installation.storage(), fileId, object, KEY);
    assertThat(truth.length).isGreaterThan(3 * MIB);
  }

  @AfterAll
  static void stop() {
    web.close();
    processor.close();
    installation.close();
  }

  private record Range(int from, int to) {
    byte[] of(byte[] all) {
      return Arrays.copyOfRange(all, from, to + 1);
    }
  }

  private Range randomRange() {
    int from = random.nextInt(truth.length);
    return new Range(from, from + random.nextInt(Math.min(truth.length - from, 3 * MIB)));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertSame(byte[] actual, byte[] expected) {
    assertThat(actual).hasSize(expected.length);
    assertThat(sha256(actual)).isEqualTo(sha256(expected));
  }

  // HTTP

  @Test
  void httpBringsTheRenditionWholeAndInRanges() {
    JsonObject stream = ann.stream(fileId, KEY);
    HttpResponse<byte[]> whole = ann.media(stream);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(header(whole, "Content-Type")).isEqualTo("video/mp4");
    assertThat(header(whole, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(whole, "Content-Length")).isEqualTo("" + truth.length);
    assertThat(header(whole, "Cache-Control")).contains("no-store");
    assertThat(header(whole, "X-Accel-Buffering")).isEqualTo("no");
    assertSame(whole.body(), truth);
    for (int i = 0; i < 12; i++) {
      Range range = randomRange();
      HttpResponse<byte[]> part =
          ann.media(stream, "Range", "bytes=" + range.from + "-" + range.to);
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(header(part, "Content-Range"))
          .isEqualTo("bytes " + range.from + "-" + range.to + "/" + truth.length);
      assertSame(part.body(), range.of(truth));
    }
    HttpResponse<byte[]> tail = ann.media(stream, "Range", "bytes=-1000");
    assertThat(tail.statusCode()).isEqualTo(206);
    assertSame(tail.body(), Arrays.copyOfRange(truth, truth.length - 1000, truth.length));
  }

  @Test
  void httpKnowsItsConditions() {
    JsonObject stream = ann.stream(fileId, KEY);
    HttpResponse<byte[]> outside = ann.media(stream, "Range", "bytes=" + truth.length + "-");
    assertThat(outside.statusCode()).isEqualTo(416);
    assertThat(header(outside, "Content-Range")).isEqualTo("bytes */" + truth.length);
    assertThat(Api.json(new String(outside.body())).getString("code"))
        .isEqualTo("range_not_satisfiable");
    assertThat(ann.media(stream, "Range", "bytes=5-4").statusCode()).isEqualTo(200);
    HttpResponse<byte[]> head =
        ann.send(
            ann.request(stream.getString("media_url"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()),
            BodyHandlers.ofByteArray());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo("" + truth.length);
    assertThat(head.body()).isEmpty();
    String etag = header(head, "ETag");
    assertThat(ann.media(stream, "Range", "bytes=0-9", "If-Range", etag).statusCode())
        .isEqualTo(206);
    assertThat(ann.media(stream, "Range", "bytes=0-9", "If-Range", "\"old\"").statusCode())
        .isEqualTo(200);
    assertThat(ann.media(stream, "If-None-Match", etag).statusCode()).isEqualTo(304);
  }

  @Test
  void whoReadsSlowlyByHttpGetsEverythingAndWhoReadsNothingIsLetGo() throws Exception {
    String media = ann.stream(fileId, KEY).getString("media_url");
    try (SlowReader stalled = new SlowReader(web, ann, media);
        SlowReader slow = new SlowReader(web, ann, media)) {
      // longer in total than the timeout of a write
      assertThat(slow.read(512 * 1024, Duration.ofSeconds(60))).as("the end").isTrue();
      assertThat(slow.bytes()).isEqualTo(truth.length);
      await("the end of the answer that nobody reads")
          .atMost(Duration.ofSeconds(15))
          .until(() -> Scrape.of(web).value("sealcast_http_streams") == 0);
      stalled.readToTheEnd();
      assertThat(stalled.bytes()).as("what lay in the sockets").isLessThan(truth.length);
    }
  }

  /** Left streams are ended every 30 seconds, so this takes a minute. */
  @Test
  @Tag("long")
  void aDownloadGoesOnWhenItsPageWasLeft() throws Exception {
    JsonObject stream = ann.stream(fileId, KEY);
    JsonObject other = ann.stream(fileId, KEY);
    try (SlowReader download = new SlowReader(web, ann, stream.getString("media_url"))) {
      download.read(80 * 1024, Duration.ofSeconds(2));
      for (JsonObject left : List.of(stream, other)) {
        String leave = "/api/stream/" + fileId + "/" + left.getString("request_id") + "/leave";
        assertThat(ann.post(leave, "").statusCode()).isEqualTo(204);
      }
      download.read(80 * 1024, Duration.ofSeconds(70));
      assertThat(ann.media(other).statusCode()).as("a stream that was left").isEqualTo(404);
      download.readToTheEnd();
      assertThat(download.bytes()).isEqualTo(truth.length);
    }
  }

  // Server-Sent Events

  @Test
  void eventsBringTheRenditionWholeAndInRanges() {
    String url = ann.stream(fileId, KEY).getString("events_url");
    HttpResponse<String> answer = ann.get(url);
    assertThat(header(answer, "Content-Type")).startsWith("text/event-stream");
    assertThat(header(answer, "X-Accel-Buffering")).isEqualTo("no");
    List<ServerSentEvent> whole = ServerSentEvent.parse(answer.body());
    assertThat(whole.get(0).data().getString("type")).isEqualTo("start");
    assertThat(whole.get(0).data().getString("content_type"))
        .matches("video/mp4; codecs=\"avc1\\..*\"");
    assertThat(whole.get(0).data().getInt("size")).isEqualTo(truth.length);
    assertThat(whole.get(whole.size() - 1).data().getString("type")).isEqualTo("end");
    assertSame(ServerSentEvent.bytes(whole), truth);
    for (int i = 0; i < 6; i++) {
      Range range = randomRange();
      List<ServerSentEvent> part =
          ServerSentEvent.parse(
              ann.get(url + "?object=" + object + "&from=" + range.from + "&to=" + range.to)
                  .body());
      assertSame(ServerSentEvent.bytes(part), range.of(truth));
    }
  }

  @Test
  void eventsGoOnAfterTheLastThatArrived() {
    String url = ann.stream(fileId, KEY).getString("events_url");
    HttpResponse<String> rest =
        ann.send(ann.request(url).header("Last-Event-ID", "1"), BodyHandlers.ofString());
    List<ServerSentEvent> events = ServerSentEvent.parse(rest.body());
    assertThat(events.get(0).data().getInt("index")).isEqualTo(2);
    assertThat(events.get(0).id()).isEqualTo("2");
    assertSame(ServerSentEvent.bytes(events), Arrays.copyOfRange(truth, 2 * MIB, truth.length));
    HttpResponse<String> nothing =
        ann.send(ann.request(url).header("Last-Event-ID", "end"), BodyHandlers.ofString());
    assertThat(nothing.statusCode()).isEqualTo(204);
  }

  // WebSocket

  @Test
  void theSimpleContractBringsTheRendition() {
    Viewer viewer = Viewer.open(web, ann, ann.stream(fileId, KEY).getString("websocket_url"));
    assertThat(viewer.subprotocol()).isEmpty();
    JsonObject start = viewer.takeJson();
    assertThat(start.getString("type")).isEqualTo("start");
    assertThat(start.getInt("chunk_size")).isEqualTo(MIB);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < start.getInt("chunk_count"); i++) {
      JsonObject chunk = viewer.takeJson();
      assertThat(chunk.getInt("index")).isEqualTo(i);
      assertThat(chunk.getBoolean("last")).isEqualTo(i == start.getInt("chunk_count") - 1);
      all.writeBytes(Base64.getDecoder().decode(chunk.getString("data")));
    }
    assertThat(viewer.takeJson().toString()).isEqualTo("{\"type\":\"end\"}");
    assertThat(viewer.take()).isEqualTo(1000);
    assertSame(all.toByteArray(), truth);
  }

  @Test
  void manyRangesAtOnceBringTheirBytes() {
    Viewer viewer =
        Viewer.open(
            web, ann, ann.stream(fileId, KEY).getString("websocket_url"), "sealcast.range.v1");
    assertThat(viewer.subprotocol()).isEqualTo("sealcast.range.v1");
    Map<Integer, Range> requested = new HashMap<>();
    Map<Integer, ByteArrayOutputStream> got = new HashMap<>();
    requested.put(0, new Range(0, truth.length - 1));
    for (int id = 1; id < 16; id++) {
      requested.put(id, randomRange());
    }
    requested.forEach(
        (id, range) -> {
          got.put(id, new ByteArrayOutputStream());
          viewer.requestRange(id, object, range.from, range.to);
        });
    int ended = 0;
    while (ended < requested.size()) {
      Object next = viewer.take();
      if (next instanceof ByteBuffer frame) {
        int id = frame.getInt();
        assertThat(frame.getInt()).isZero();
        assertThat(frame.getLong()).isEqualTo(requested.get(id).from + (long) got.get(id).size());
        assertThat(frame.remaining()).isBetween(1, 128 * 1024);
        got.get(id).write(frame.array(), frame.position(), frame.remaining());
      } else {
        JsonObject end = Api.json((String) next);
        assertThat(end.getString("op")).as(next.toString()).isEqualTo("end");
        ended++;
      }
    }
    requested.forEach((id, range) -> assertSame(got.get(id).toByteArray(), range.of(truth)));
    viewer.requestRange(99, object, 0, truth.length);
    assertThat(viewer.takeJson().getString("code")).isEqualTo("range_not_satisfiable");
    viewer.requestRange(98, "x.mp4", 0, 9);
    assertThat(viewer.takeJson().getString("code")).isEqualTo("not_found");
    viewer.close();
  }

  @Test
  void aViewerWhoPausesGetsEverythingLater() {
    Viewer viewer = Viewer.openPaused(web, ann, ann.stream(fileId, KEY).getString("websocket_url"));
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    viewer.resume();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (JsonObject m = viewer.takeJson();
        !m.getString("type").equals("end");
        m = viewer.takeJson()) {
      assertThat(m.getString("type")).isNotEqualTo("error");
      if (m.getString("type").equals("chunk")) {
        all.writeBytes(Base64.getDecoder().decode(m.getString("data")));
      }
    }
    assertSame(all.toByteArray(), truth);
  }

  // Kafka

  @Test
  void aTopicOfItsOwnBringsTheRenditionAndGoesWithTheSession() throws Exception {
    HttpResponse<String> answer =
        ann.post(
            "/api/stream/" + fileId, "{\"encryption_key\":\"" + KEY + "\",\"delivery\":\"topic\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    JsonObject stream = Api.json(answer);
    assertThat(stream.getString("response_topic"))
        .matches("streaming-response-[0-9a-f]{64}")
        .doesNotContain(stream.getString("request_id"));
    assertSame(TopicConsumer.read(installation.bootstrap(), stream), truth);
    assertThat(ann.endStream(stream).statusCode()).isEqualTo(204);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", installation.bootstrap()))) {
      await()
          .until(
              () -> !admin.listTopics().names().get().contains(stream.getString("response_topic")));
    }
  }

  // memory

  @Test
  void fiveViewersCostOneTripForEachChunkAndALaterOneNone() {
    long id = ann.uploadProcessed(TestVideos.large(6), KEY);
    String name = ann.video(id).getJsonArray("renditions").getJsonObject(0).getString("object");
    byte[] expected = StoredRendition.read(installation.storage(), id, name, KEY);
    long chunks = (expected.length + MIB - 1) / MIB;
    List<JsonObject> streams = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      streams.add(ann.stream(id, KEY));
    }
    List<Viewer> viewers =
        streams.stream()
            .map(s -> Viewer.open(web, ann, s.getString("websocket_url"), "sealcast.range.v1"))
            .toList();
    viewers.forEach(v -> v.requestRange(1, name, 0, expected.length - 1));
    viewers.forEach(v -> assertSame(bytesOf(v), expected));
    long requests = requests(streams);
    // a slow machine may cause some repeated requests
    assertThat(requests).isBetween(chunks, 2 * chunks);

    viewers.get(0).requestRange(1, name, 0, expected.length - 1);
    assertSame(bytesOf(viewers.get(0)), expected);
    assertThat(requests(streams)).as("with who comes later").isEqualTo(requests);
    viewers.forEach(Viewer::close);
    assertThat(ann.delete("/api/videos/" + id).statusCode()).isEqualTo(204);
    await("the end of its sessions, whose chunks lie in memory")
        .atMost(Duration.ofSeconds(60))
        .until(() -> ann.media(streams.get(1)).statusCode() == 404);
  }

  /** Reads one range completely. */
  private static byte[] bytesOf(Viewer viewer) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Object next = viewer.take();
    for (; next instanceof ByteBuffer frame; next = viewer.take()) {
      all.write(frame.array(), 16, frame.remaining() - 16);
    }
    assertThat(Api.json((String) next).getString("op")).as(next.toString()).isEqualTo("end");
    return all.toByteArray();
  }

  /** Returns the number of range requests of these sessions that were published so far. */
  private static long requests(List<JsonObject> streams) {
    Set<String> ids =
        streams.stream()
            .map(s -> sha256(s.getString("request_id").getBytes(StandardCharsets.US_ASCII)))
            .collect(Collectors.toSet());
    return TopicRecords.in(installation.bootstrap(), "video-streaming").stream()
        .filter(request -> ids.contains(request.key()))
        .count();
  }
}
