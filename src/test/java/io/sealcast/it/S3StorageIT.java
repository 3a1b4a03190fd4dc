package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.storage.s3.S3Server;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server whose videos lie in a bucket: from the upload to the deletion, and through an outage.
 */
class S3StorageIT {
  private static final String KEY = "a key of some length";

  /** More than sockets and windows hold, so that a stream can be broken in its middle. */
  private static final Path VIDEO = TestVideos.large(24);

  private static S3Server s3;
  private static Installation installation;
  private static SealcastServer server;
  private static Api ann;
  private static long fileId;
  private static byte[] truth;

  @BeforeAll
  static void uploadAVideo() throws IOException {
    installation = Installation.start("s3");
    s3 = S3Server.start(installation.directory().resolve("bucket"));
    SealcastServer.Builder builder = SealcastServer.in(installation);
    s3.environment().forEach(builder::env);
    server = builder.start();
    ann = Api.signUp(server);
    fileId = ann.uploadProcessed(VIDEO, KEY);
    truth = StoredRendition.read(copyOfTheBucket(), fileId, rendition(), KEY);
  }

  @AfterAll
  static void stop() {
    server.close();
    s3.close();
    installation.close();
  }

  /** As a storage directory: the same objects under the same names. */
  private static Path copyOfTheBucket() throws IOException {
    Path directory = installation.directory().resolve("copy");
    s3.copy("library/", directory);
    return directory;
  }

  private static String rendition() {
    return ann.video(fileId).getJsonArray("renditions").getJsonObject(0).getString("object");
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(Duration.ofSeconds(60));
  }

  private static byte[] media(JsonObject stream) {
    HttpResponse<byte[]> answer = ann.getBytes(stream.getString("media_url"));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void whatIsStreamedIsWhatADirectoryWithTheSameObjectsGives() throws IOException {
    assertThat(truth.length).isGreaterThan(16 << 20);
    assertThat(media(ann.stream(fileId, KEY))).isEqualTo(truth);
    assertThat(StoredRendition.read(copyOfTheBucket(), fileId, "source", KEY))
        .isEqualTo(Files.readAllBytes(VIDEO));
    assertThat(Files.exists(installation.storage().resolve("videos"))).isFalse();
  }

  @Test
  void deletingAVideoRemovesItsObjects() {
    long id = ann.uploadProcessed(TestVideos.mp4(4), KEY);
    assertThat(s3.objects()).filteredOn(name -> isOf(id, name)).hasSizeGreaterThan(2);
    assertThat(ann.delete("/api/videos/" + id).statusCode()).isEqualTo(204);
    assertThat(s3.objects()).noneMatch(name -> isOf(id, name));
    assertThat(s3.objects()).anyMatch(name -> isOf(fileId, name));
  }

  private static boolean isOf(long id, String name) {
    return name.startsWith("library/videos/" + id + "/");
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws IOException {
    assertThat(s3.uploads()).isEmpty();
    int before = s3.objects().size();
    byte[] begun =
        new Multipart().text("encryption_key", KEY).file("v.mp4", new byte[12 << 20]).unfinished();
    String head =
        "POST /api/videos HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
            + ann.authorization()
            + "\r\nContent-Type: "
            + Multipart.CONTENT_TYPE
            + "\r\nContent-Length: 50000000\r\n\r\n";
    try (Socket socket = new Socket("localhost", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(begun);
      out.flush();
      await("parts in the bucket").until(() -> !s3.uploads().isEmpty());
    }
    await("nothing left").until(() -> s3.uploads().isEmpty());
    assertThat(s3.objects()).hasSize(before);
  }

  @Test
  void anOutageIsToldInWordsAndPasses() throws IOException {
    JsonObject stream = ann.stream(fileId, KEY);
    String mediaUrl = stream.getString("media_url");
    Viewer viewer = Viewer.openPaused(server, ann, stream.getString("websocket_url"));
    try (InputStream broken =
        ann.send(ann.request(mediaUrl), BodyHandlers.ofInputStream()).body()) {
      assertThat(broken.readNBytes(1 << 20)).hasSize(1 << 20);
      s3.stop();
      try {
        assertThatThrownBy(broken::readAllBytes).isInstanceOf(IOException.class);
        viewer.resume();
        JsonObject last = viewer.takeJson();
        while (last.getString("type").matches("start|chunk")) {
          last = viewer.takeJson();
        }
        assertThat(last.getString("code")).isEqualTo("object_unavailable");
        Problem.check(ann.get(mediaUrl), 503, "object_unavailable");
        HttpResponse<String> refused = ann.tryUpload(TestVideos.large(6), KEY, null);
        Problem.check(refused, 503, "storage_unavailable");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        await("not ready").until(() -> !server.isReady());
      } finally {
        s3.startAgain();
      }
    }
    await("ready").until(server::isReady);
    assertThat(media(stream)).isEqualTo(truth);
    assertThat(ann.uploadProcessed(TestVideos.mp4(4), KEY)).isPositive();
  }

  @Test
  void credentialsAreInNoLog() throws IOException {
    assertThat(Files.readString(server.log())).doesNotContain(s3.secretKey(), s3.accessKey());
  }
}
