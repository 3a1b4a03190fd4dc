package io.sealcast.it.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.Multipart;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import io.sealcast.storage.s3.S3Server;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests Sealcast with a bucket as its storage, from the upload of a video to its deletion. */
@Tag("long")
class S3IT {
  private static final String KEY = "a key for a bucket";
  private static final String PREFIX = "library/";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MIB = 1 << 20;

  /** Position of the damage in bytes, in the third chunk. */
  private static final int DAMAGED = 2 * MIB + MIB / 2;

  private static Installation installation;
  private static S3Server s3;
  private static SealcastServer server;
  private static Api ann;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    s3 = S3Server.start(directory.resolve("s3"));
    installation = Installation.start("s3");
    SealcastServer.Builder builder = SealcastServer.in(installation);
    s3.environment().forEach(builder::env);
    // each chunk is read from the bucket
    server = builder.env("SEALCAST_CACHE_MAX_BYTES", "0").start();
    ann = Api.signUp(server);
  }

  @AfterAll
  static void stop() {
    server.close();
    installation.close();
    s3.close();
  }

  @Test
  void aVideoLivesInTheBucketAndNowhereElse(@TempDir Path copy) throws IOException {
    // a multipart upload
    long video = ann.uploadProcessed(TestVideos.large(12), KEY);
    assertThat(s3.objects()).isNotEmpty().allMatch(o -> o.startsWith(PREFIX + "videos/" + video));
    assertThat(s3.uploads()).isEmpty();
    assertThat(installation.storage()).doesNotExist();

    String object =
        ann.video(video).getJsonArray("renditions").getJsonObject(0).getString("object");
    s3.copy(PREFIX, copy);
    byte[] truth = StoredRendition.read(copy, video, object, KEY);
    assertThat(truth.length).isGreaterThan(6 * MIB);
    JsonObject stream = ann.stream(video, KEY);
    assertThat(ann.getBytes(stream.getString("media_url")).body()).isEqualTo(truth);
    for (int from : new int[] {0, 3, MIB - 1, 5 * MIB + 77, truth.length - 1}) {
      int to = Math.min(from + 2 * MIB, truth.length - 1);
      assertThat(range(stream, from, to)).isEqualTo(Arrays.copyOfRange(truth, from, to + 1));
    }
    assertThat(bySocket(stream, truth.length)).isEqualTo(truth);

    assertThat(ann.delete("/api/videos/" + video).statusCode()).isEqualTo(204);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(s3.objects()).isEmpty());
    assertThat(s3.uploads()).isEmpty();
  }

  private static byte[] range(JsonObject stream, int from, int to) {
    HttpResponse<byte[]> part =
        ann.send(
            ann.request(stream.getString("media_url")).header("Range", "bytes=" + from + "-" + to),
            BodyHandlers.ofByteArray());
    assertThat(part.statusCode()).isEqualTo(206);
    return part.body();
  }

  private static byte[] bySocket(JsonObject stream, int size) {
    Viewer viewer = Viewer.open(server, ann, stream.getString("websocket_url"));
    assertThat(viewer.takeJson().getInt("size")).isEqualTo(size);
    ByteBuffer all = ByteBuffer.allocate(size);
    while (all.hasRemaining()) {
      all.put(Base64.getDecoder().decode(viewer.takeJson().getString("data")));
    }
    viewer.abort(); // the server may have closed the connection already, after all data
    return all.array();
  }

  @Test
  void anUploadThatBreaksOffLeavesNothingInTheBucket() throws IOException {
    byte[] half = Files.readAllBytes(TestVideos.large(24));
    Multipart body = new Multipart().text("encryption_key", KEY);
    body.file("half.mp4", half);
    try (Socket socket = new Socket("localhost", server.port())) {
      String head =
          ("POST /api/videos HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n"
                  + "Content-Type: %s\r\nContent-Length: %d\r\n\r\n")
              .formatted(ann.authorization(), Multipart.CONTENT_TYPE, 100 * MIB);
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().write(body.unfinished());
      await().atMost(PATIENCE).until(() -> !s3.uploads().isEmpty());
      assertThat(s3.objects()).as("objects while one is being uploaded").isEmpty();
    }
    await().atMost(PATIENCE).until(() -> s3.uploads().isEmpty());
    assertThat(s3.objects()).isEmpty();
  }

  @Test
  void anObjectThatIsGoneIsToldAndOthersGoOn(@TempDir Path copy) throws IOException {
    assertTold(copy, (name, bytes) -> s3.delete(name), 503, "object_unavailable");
  }

  @Test
  void aByteThatWasFlippedIsToldAndNeverSent(@TempDir Path copy) throws IOException {
    assertTold(
        copy,
        (name, bytes) -> {
          bytes[DAMAGED] ^= 1;
          s3.replace(name, bytes);
        },
        500,
        "integrity_failed");
  }

  /**
   * Asserts that the viewer of the damaged video gets an error and no wrong byte, and that the
   * viewer of another video gets all bytes.
   */
  private static void assertTold(
      Path copy, BiConsumer<String, byte[]> damage, int status, String code) throws IOException {
    long damaged = ann.uploadProcessed(TestVideos.large(6), KEY);
    long whole = ann.uploadProcessed(TestVideos.mp4(2), KEY);
    JsonObject stream = ann.stream(damaged, KEY);
    JsonObject other = ann.stream(whole, KEY);
    byte[] otherTruth = ann.getBytes(other.getString("media_url")).body();
    String object =
        ann.video(damaged).getJsonArray("renditions").getJsonObject(0).getString("object");
    s3.copy(PREFIX, copy);
    byte[] truth = StoredRendition.read(copy, damaged, object, KEY);
    Path file = StoredRendition.file(copy, damaged, object);

    damage.accept(PREFIX + copy.relativize(file), Files.readAllBytes(file));

    HttpResponse<String> part =
        ann.send(
            ann.request(stream.getString("media_url"))
                .header("Range", "bytes=" + DAMAGED + "-" + (truth.length - 1)),
            BodyHandlers.ofString());
    Problem.check(part, status, code);
    byte[] came = untilTold(stream, code);
    assertThat(came.length).isLessThanOrEqualTo(DAMAGED);
    assertThat(came).isEqualTo(Arrays.copyOf(truth, came.length));
    assertThat(ann.getBytes(other.getString("media_url")).body()).isEqualTo(otherTruth);
    for (long video : new long[] {damaged, whole}) {
      assertThat(ann.delete("/api/videos/" + video).statusCode()).isEqualTo(204);
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(s3.objects()).isEmpty());
  }

  private static byte[] untilTold(JsonObject stream, String code) {
    Viewer viewer = Viewer.open(server, ann, stream.getString("websocket_url"));
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    JsonObject message = viewer.takeJson();
    for (; !message.getString("type").equals("error"); message = viewer.takeJson()) {
      came.writeBytes(Base64.getDecoder().decode(message.getString("data", "")));
    }
    assertThat(message.getString("code")).isEqualTo(code);
    assertThat(message.getString("message")).contains("stored video").endsWith(".");
    viewer.abort();
    return came.toByteArray();
  }

  @Test
  void aBucketThatIsAwayIsToldAndComesBack() {
    long video = ann.uploadProcessed(TestVideos.mp4(2), KEY);
    JsonObject stream = ann.stream(video, KEY);
    byte[] truth = ann.getBytes(stream.getString("media_url")).body();
    s3.stop();
    try {
      Problem.check(ann.tryUpload(TestVideos.mp4(2), KEY, null), 503, "storage_unavailable");
      Problem.check(ann.get(stream.getString("media_url")), 503, "object_unavailable");
    } finally {
      s3.startAgain();
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(ann.getBytes(stream.getString("media_url")).body()).isEqualTo(truth));
    assertThat(ann.delete("/api/videos/" + video).statusCode()).isEqualTo(204);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(s3.objects()).isEmpty());
  }
}
