package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.bench.ServerJvm;
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
 * Viewers who open a stream and read nothing, half of them with each contract, at various places of
 * their videos; two of them read at last.
 */
final class StalledViewers implements AutoCloseable {
  private static final String KEY = "a key of some length";
  private static final int MIB = 1 << 20;
  private static final String RANGES = "sealcast.range.v1";

  /** As many as a session, and as an account, may have. */
  private static final int SOCKETS_PER_SESSION = 4;

  private static final int SOCKETS_PER_ACCOUNT = 40;

  /** By HTTP; an account may have 16. */
  private static final int ANSWERS = 15;

  /** 8 Mbit/s: the next chunk is due each second. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final SealcastServer server;
  private final int deafOnes;
  private final ServerJvm jvm;
  private final List<NonReadingViewer> deaf = new ArrayList<>();
  private final Api ann;
  private final long video;
  private final String object;
  private final byte[] truth;
  private Viewer pausedSimple;
  private Viewer pausedRange;
  private final List<InputStream> pausedAnswers = new ArrayList<>();

  /** What the server says of itself at a moment. */
  record Look(double sentMib, double chunksUnderWay, double sockets, double heapMib) {}

  /** With so many who never read, and two more. */
  StalledViewers(SealcastServer server, int deafOnes) throws IOException {
    this.server = server;
    this.deafOnes = deafOnes;
    jvm = new ServerJvm(server.pid());
    ann = Api.signUp(server);
    video = ann.uploadProcessed(TestVideos.large(24), KEY);
    object = ann.video(video).getJsonArray("renditions").getJsonObject(0).getString("object");
    truth = StoredRendition.read(server.installation().storage(), video, object, KEY);
  }

  /** Those with a WebSocket. */
  int seats() {
    return deafOnes + 2;
  }

  /** Those who came by plain HTTP. */
  int answers() {
    return ANSWERS;
  }

  PacedViewer oneWhoWatches() {
    return new PacedViewer(server, ann, video, ann.stream(video, KEY), PERIOD);
  }

  /** Collects the server's garbage and looks; what {@code other} got isn't counted as sent. */
  Look look(PacedViewer other) {
    double heap = jvm.liveHeap();
    Scrape seen = Scrape.of(server);
    double sent = seen.value("sealcast_delivered_bytes_total{transport=\"websocket\"}");
    return new Look(
        (sent - other.bytes()) / MIB,
        seen.value("sealcast_chunks_under_way"),
        seen.value("sealcast_sockets"),
        heap - seen.value("sealcast_cache_bytes") / MIB);
  }

  void takeSeats() {
    JsonObject stream = ann.stream(video, KEY);
    pausedSimple = Viewer.openPaused(server, ann, stream.getString("websocket_url"));
    pausedRange = Viewer.openPaused(server, ann, stream.getString("websocket_url"), RANGES);
    pausedRange.ask(1, object, 0, truth.length - 1);
    for (int i = 0; i < ANSWERS; i++) {
      pausedAnswers.add(
          ann.send(ann.request(stream.getString("media_url")), BodyHandlers.ofInputStream())
              .body());
    }
    for (int first = 0; first < deafOnes; first += SOCKETS_PER_ACCOUNT) {
      seat(Math.min(deafOnes - first, SOCKETS_PER_ACCOUNT));
    }
  }

  private void seat(int count) {
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
      deaf.add(viewer);
      if (i % 2 == 0) {
        long size = rendition.getJsonNumber("size").longValue();
        viewer.send(Viewer.range(1, rendition.getString("object"), i % 16 * MIB, size - 1));
      }
    }
  }

  /** One who came by HTTP begins to read, and gets the video as though nothing had been. */
  void anAnswerGoesOnAndBringsEverything() throws IOException {
    assertThat(pausedAnswers.get(0).readAllBytes()).isEqualTo(truth);
  }

  /** The same of each contract. */
  void twoGoOnAndGetEverything() {
    pausedSimple.resume();
    ByteArrayOutputStream simple = new ByteArrayOutputStream();
    JsonObject message = pausedSimple.takeJson();
    for (; !message.getString("type").equals("end"); message = pausedSimple.takeJson()) {
      assertThat(message.getString("type")).as(message.toString()).isIn("start", "chunk");
      simple.writeBytes(Base64.getDecoder().decode(message.getString("data", "")));
    }
    assertThat(simple.toByteArray()).isEqualTo(truth);

    pausedRange.resume();
    ByteArrayOutputStream ranges = new ByteArrayOutputStream();
    Object next = pausedRange.take();
    for (; next instanceof ByteBuffer frame; next = pausedRange.take()) {
      ranges.write(frame.array(), 16, frame.remaining() - 16);
    }
    assertThat((String) next).contains("\"end\"");
    assertThat(ranges.toByteArray()).isEqualTo(truth);
  }

  @Override
  public void close() throws IOException {
    for (NonReadingViewer viewer : deaf) {
      viewer.close();
    }
    for (InputStream answer : pausedAnswers) {
      answer.close();
    }
    if (pausedSimple != null) {
      pausedSimple.abort();
      pausedRange.abort();
    }
    jvm.close();
  }
}
