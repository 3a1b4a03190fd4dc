package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.PacedViewer;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests a stored video that is unreadable, missing or damaged: its viewer gets an error and no
 * wrong byte, and other viewers aren't affected.
 */
@Tag("long")
class StorageFaultsIT {
  private static final String KEY = "a key of some length";
  private static final String RANGES = "sealcast.range.v1";
  private static final int MIB = 1 << 20;

  private static final SealcastServer SERVER = SealcastServer.shared();
  private static Api ann;
  private static PacedViewer other;

  /** A fault of the file of an object with six chunks. */
  enum Fault {
    MISSING("object_unavailable", 503) {
      @Override
      void strike(Path file) throws IOException {
        Files.delete(file);
      }
    },
    READ_ERROR("object_unavailable", 503) {
      @Override
      void strike(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectory(file); // a directory opens, but reads fail, for root too
        for (int i = 0; i < 100; i++) {
          Files.createFile(file.resolve("makes-it-as-long-as-a-container-" + i));
        }
      }
    },
    FLIPPED_BYTE("integrity_failed", 500) {
      @Override
      void strike(Path file) throws IOException {
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          ByteBuffer one = ByteBuffer.allocate(1);
          channel.read(one, DAMAGED);
          one.put(0, (byte) (one.get(0) ^ 1)).rewind();
          channel.write(one, DAMAGED);
        }
      }
    },
    CUT_OFF("integrity_failed", 500) {
      @Override
      void strike(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(DAMAGED);
        }
      }
    };

    /** Position of the damage in bytes, in the third chunk. */
    static final long DAMAGED = 2 * MIB + MIB / 2;

    final String code;
    final int status;

    Fault(String code, int status) {
      this.code = code;
      this.status = status;
    }

    abstract void strike(Path file) throws IOException;
  }

  @BeforeAll
  static void somebodyWatchesAnotherVideo() {
    ann = Api.signUp(SERVER);
    Api bob = Api.signUp(SERVER);
    long video = bob.uploadProcessed(TestVideos.large(12), KEY);
    other = new PacedViewer(SERVER, bob, video, bob.stream(video, KEY), Duration.ofMillis(500));
  }

  @AfterAll
  static void theOtherHasLeft() {
    other.close();
  }

  @ParameterizedTest
  @EnumSource
  void itsViewerIsToldInWordsAndGetsNoWrongByte(Fault fault) throws IOException {
    Path storage = SERVER.installation().storage();
    long video = ann.uploadProcessed(TestVideos.large(6), KEY);
    JsonObject rendition = ann.video(video).getJsonArray("renditions").getJsonObject(0);
    String object = rendition.getString("object");
    byte[] truth = StoredRendition.read(storage, video, object, KEY);
    JsonObject stream = ann.stream(video, KEY);
    fault.strike(StoredRendition.file(storage, video, object));
    int watched = other.millis().size();

    long begin = System.nanoTime();
    byte[] bySocket = simple(fault, stream);
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    assertBeginning("WebSocket", bySocket, truth);
    assertBeginning("range", range(fault, stream, object, truth.length), truth);
    assertBeginning("SSE", events(fault, stream), truth);
    assertBeginning("HTTP", http(fault, stream, truth.length), truth);
    Problem.check(part(stream, truth.length), fault.status, fault.code);

    // a chunk is due twice a second, and the faults took less time
    await("a chunk to somebody else").until(() -> other.millis().size() > watched);
    long worst = other.millis().stream().skip(watched).mapToLong(ms -> ms).max().orElseThrow();
    assertThat(worst).as("the slowest of them, in ms").isLessThan(2000);
    System.out.printf(
        "%s: %s after %d ms and %d KiB; the slowest of %d chunks to another viewer after %d ms%n",
        fault, fault.code, millis, bySocket.length / 1024, other.millis().size() - watched, worst);
    assertThat(ann.delete("/api/videos/" + video).statusCode())
        .as("it can be deleted")
        .isEqualTo(204);
  }

  private static void assertBeginning(String transport, byte[] came, byte[] truth) {
    assertThat(came.length).as(transport).isLessThanOrEqualTo(2 * MIB);
    assertThat(came).as(transport).isEqualTo(Arrays.copyOf(truth, came.length));
  }

  private static byte[] simple(Fault fault, JsonObject stream) {
    Viewer viewer = Viewer.open(SERVER, ann, stream.getString("websocket_url"));
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    JsonObject message = viewer.takeJson();
    for (; !message.getString("type").equals("error"); message = viewer.takeJson()) {
      assertThat(message.getString("type")).isIn("start", "chunk");
      came.writeBytes(Base64.getDecoder().decode(message.getString("data", "")));
    }
    assertWords(fault, message);
    assertThat(viewer.take()).isEqualTo(1011);
    return came.toByteArray();
  }

  private static byte[] range(Fault fault, JsonObject stream, String object, int size) {
    Viewer viewer = Viewer.open(SERVER, ann, stream.getString("websocket_url"), RANGES);
    viewer.requestRange(1, object, 0, size - 1);
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    Object next = viewer.take();
    for (; next instanceof ByteBuffer frame; next = viewer.take()) {
      came.write(frame.array(), 16, frame.remaining() - 16);
    }
    JsonObject error = Api.json((String) next);
    assertThat(error.getString("op")).isEqualTo("error");
    assertThat(error.getInt("id")).isEqualTo(1);
    assertWords(fault, error);
    viewer.close();
    return came.toByteArray();
  }

  private static byte[] events(Fault fault, JsonObject stream) {
    HttpResponse<String> answer = ann.get(stream.getString("events_url"));
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    JsonObject last = null;
    for (String line : answer.body().lines().filter(l -> l.startsWith("data: ")).toList()) {
      last = Api.json(line.substring("data: ".length()));
      came.writeBytes(Base64.getDecoder().decode(last.getString("data", "")));
    }
    assertThat(last).isNotNull();
    assertThat(last.getString("type")).isEqualTo("error");
    assertWords(fault, last);
    return came.toByteArray();
  }

  private static void assertWords(Fault fault, JsonObject message) {
    assertThat(message.getString("code")).isEqualTo(fault.code);
    assertThat(message.getString("message")).contains("stored video").endsWith(".");
  }

  /**
   * Reads by HTTP. A response that has begun can only break off; otherwise the response is a
   * problem.
   */
  private static byte[] http(Fault fault, JsonObject stream, int size) {
    HttpResponse<InputStream> answer =
        ann.send(ann.request(stream.getString("media_url")), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      assertThat(answer.statusCode()).isEqualTo(fault.status);
      return new byte[0];
    }
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (InputStream body = answer.body()) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        came.write(buffer, 0, n);
      }
    } catch (IOException e) {
      return came.toByteArray();
    }
    throw new AssertionError(
        "the answer ended as though it were whole: " + came.size() + "/" + size);
  }

  /** Requests a range that begins in the damaged part. */
  private static HttpResponse<String> part(JsonObject stream, int size) {
    return ann.send(
        ann.request(stream.getString("media_url"))
            .header("Range", "bytes=" + Fault.DAMAGED + "-" + (size - 1)),
        BodyHandlers.ofString());
  }
}
