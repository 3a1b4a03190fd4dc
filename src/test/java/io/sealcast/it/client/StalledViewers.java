package io.sealcast.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.bench.ServerJvm;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Viewers who open a stream and read nothing, half of them with each protocol, at various
 * positions; two of them read in the end.
 */
public final class StalledViewers implements AutoCloseable {
  private static final String KEY = "a key of some length";
  private static final int MIB = 1 << 20;
  private static final String RANGES = "sealcast.range.v1";

  /** The limits of WebSockets per session and per account. */
  private static final int SOCKETS_PER_SESSION = 4;

  private static final int SOCKETS_PER_ACCOUNT = 40;

  /** Number of HTTP responses; the limit of an account is 16. */
  private static final int HTTP_VIEWERS = 15;

  /** Interval of chunks at 8 Mbit/s. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final SealcastServer server;
  private final int nonReadingCount;
  private final ServerJvm jvm;
  private final List<NonReadingViewer> nonReading = new ArrayList<>();
  private final Api ann;
  private final long video;
  private final String object;
  private final byte[] expected;
  private Viewer pausedSimple;
  private Viewer pausedRange;
  private final List<InputStream> pausedResponses = new ArrayList<>();

  /** A sample of the server's metrics. */
  public record Sample(double sentMib, double chunksInFlight, double sockets, double heapMib) {}

  /** Opens the given number of viewers that never read, and two more. */
  public StalledViewers(SealcastServer server, int nonReadingCount) throws IOException {
    this.server = server;
    this.nonReadingCount = nonReadingCount;
    jvm = new ServerJvm(server.pid());
    ann = Api.signUp(server);
    video = ann.uploadProcessed(TestVideos.large(24), KEY);
    object = ann.video(video).getJsonArray("renditions").getJsonObject(0).getString("object");
    expected = StoredRendition.read(server.installation().storage(), video, object, KEY);
  }

  /** Returns the number of viewers with a WebSocket. */
  public int webSocketViewers() {
    return nonReadingCount + 2;
  }

  /** Returns the number of viewers with an HTTP response. */
  public int httpViewers() {
    return HTTP_VIEWERS;
  }

  public PacedViewer watchingViewer() {
    return new PacedViewer(server, ann, video, ann.stream(video, KEY), PERIOD);
  }

  /**
   * Collects the server's garbage and samples its metrics. The bytes that {@code other} received
   * aren't counted as sent.
   */
  public Sample sample(PacedViewer other) {
    double heap = jvm.liveHeap();
    Scrape seen = Scrape.of(server);
    double sent = seen.value("sealcast_delivered_bytes_total{transport=\"websocket\"}");
    return new Sample(
        (sent - other.bytes()) / MIB,
        seen.value("sealcast_chunks_under_way"),
        seen.value("sealcast_sockets"),
        heap - seen.value("sealcast_cache_bytes") / MIB);
  }

  public void connectAll() {
    JsonObject stream = ann.stream(video, KEY);
    pausedSimple = Viewer.openPaused(server, ann, stream.getString("websocket_url"));
    pausedRange = Viewer.openPaused(server, ann, stream.getString("websocket_url"), RANGES);
    pausedRange.requestRange(1, object, 0, expected.length - 1);
    for (int i = 0; i < HTTP_VIEWERS; i++) {
      pausedResponses.add(
          ann.send(ann.request(stream.getString("media_url")), BodyHandlers.ofInputStream())
              .body());
    }
    for (int first = 0; first < nonReadingCount; first += SOCKETS_PER_ACCOUNT) {
      connect(Math.min(nonReadingCount - first, SOCKETS_PER_ACCOUNT));
    }
  }

  private void connect(int count) {
    Api user = Api.signUp(server);
    long own = user.uploadProcessed(TestVideos.large(24), KEY);
    JsonObject rendition = user.video(own).getJsonArray("renditions").getJsonObject(0);
    JsonObject stream = null;
    for (int i = 0; i < count; i++) {
      if (i % SOCKETS_PER_SESSION == 0) {
        stream = user.stream(own, KEY);
      }
      String path = stream.getString("websocket_url");
      NonReadingViewer viewer = new NonReadingViewer(server, user, path, i % 2 == 0 ? RANGES : "");
      nonReading.add(viewer);
      if (i % 2 == 0) {
        long size = rendition.getJsonNumber("size").longValue();
        viewer.send(Viewer.range(1, rendition.getString("object"), i % 16 * MIB, size - 1));
      }
    }
  }

  /** Asserts that an HTTP viewer that begins to read gets the whole video. */
  public void assertHttpViewerGetsEverything() throws IOException {
    assertThat(pausedResponses.get(0).readAllBytes()).isEqualTo(expected);
  }

  /** Asserts the same for one WebSocket viewer of each protocol. */
  public void assertWebSocketViewersGetEverything() {
    pausedSimple.resume();
    ByteArrayOutputStream simple = new ByteArrayOutputStream();
    JsonObject message = pausedSimple.takeJson();
    for (; !message.getString("type").equals("end"); message = pausedSimple.takeJson()) {
      assertThat(message.getString("type")).as(message.toString()).isIn("start", "chunk");
      simple.writeBytes(Base64.getDecoder().decode(message.getString("data", "")));
    }
    assertThat(simple.toByteArray()).isEqualTo(expected);

    pausedRange.resume();
    ByteArrayOutputStream ranges = new ByteArrayOutputStream();
    Object next = pausedRange.take();
    for (; next instanceof ByteBuffer frame; next = pausedRange.take()) {
      ranges.write(frame.array(), 16, frame.remaining() - 16);
    }
    assertThat((String) next).contains("\"end\"");
    assertThat(ranges.toByteArray()).isEqualTo(expected);
  }

  @Override
  public void close() throws IOException {
    for (NonReadingViewer viewer : nonReading) {
      viewer.close();
    }
    for (InputStream answer : pausedResponses) {
      answer.close();
    }
    if (pausedSimple != null) {
      pausedSimple.abort();
      pausedRange.abort();
    }
    jvm.close();
  }
}
