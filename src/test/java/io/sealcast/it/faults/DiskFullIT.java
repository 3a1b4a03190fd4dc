package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.Multipart;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.SmallFileSystem;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests a full disk during uploads and processing: the failure is clear, no partial files remain,
 * and everything else continues.
 */
@Tag("long")
class DiskFullIT {
  private static final String KEY = "a key of some length";
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = Installation.start("disk-full");
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  /**
   * Simulates a full disk by a setting that keeps all free space unused, which works on every
   * machine.
   */
  @Test
  void aDiskThatMayNotBeUsedAnyMore() throws IOException {
    Path storage = installation.storage();
    try (SealcastServer roomy = SealcastServer.in(installation).name("roomy").roles("web").start();
        SealcastServer full =
            SealcastServer.in(installation)
                .name("full")
                .env("SEALCAST_STORAGE_KEEP_FREE_BYTES", Long.toString(Long.MAX_VALUE))
                .env("SEALCAST_PROCESSING_RETRY_AFTER", "PT1S")
                .start()) {
      Api ann = Api.signUp(roomy);
      long id = ann.upload(TestVideos.mp4(4), KEY);
      assertNoRoom(ann.awaitStatus(id, "failed").getJsonObject("failure"));
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(files(storage, id)).hasSize(2).contains("keys.json"));

      assertRefused(
          storage, ann.on(full), () -> ann.on(full).tryUpload(TestVideos.mp4(2), KEY, null));
      assertThat(full.isReady()).as("it has videos to give").isTrue();
      assertThat(ann.on(full).video(id).getString("status")).isEqualTo("failed");
      assertThat(ann.tryUpload(TestVideos.mp4(2), KEY, null).statusCode()).isEqualTo(201);
      System.out.println(
          "no room by setting: upload 507, processing failed, nothing left of either");
    }
  }

  @Test
  void aDiskThatIsReallyFull() throws IOException {
    Optional<SmallFileSystem> mounted = SmallFileSystem.mount(40);
    assumeTrue(mounted.isPresent(), "this machine lets the tests mount no file system");
    try (SmallFileSystem disk = mounted.get();
        SealcastServer server =
            SealcastServer.in(installation)
                .name("small")
                .env("SEALCAST_STORAGE_DIR", disk.directory().toString())
                .env("SEALCAST_STORAGE_KEEP_FREE_BYTES", "0")
                .env("SEALCAST_PROCESSING_RETRY_AFTER", "PT1S")
                .start()) {
      Api ann = Api.signUp(server);
      long small = ann.uploadProcessed(TestVideos.mp4(2), KEY);
      long large = ann.upload(TestVideos.large(24), KEY);
      assertNoRoom(ann.awaitStatus(large, "failed").getJsonObject("failure"));
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> assertThat(files(disk.directory(), large)).hasSize(2).contains("keys.json"));

      assertRefused(disk.directory(), ann, () -> ann.tryUpload(TestVideos.large(24), KEY, null));
      assertRefused(disk.directory(), ann, () -> unannounced(ann, new byte[24 << 20]));

      Path filler = disk.fill();
      assertRefused(disk.directory(), ann, () -> unannounced(ann, new byte[64]));
      assertThat(server.isReady()).as("it has videos to give").isTrue();
      String object =
          ann.video(small).getJsonArray("renditions").getJsonObject(0).getString("object");
      assertThat(ann.media(ann.stream(small, KEY)).body())
          .isEqualTo(StoredRendition.read(disk.directory(), small, object, KEY));

      Files.delete(filler);
      assertThat(ann.delete("/api/videos/" + large).statusCode()).isEqualTo(204);
      assertThat(ann.uploadProcessed(TestVideos.mp4(4), KEY)).isGreaterThan(large);
      System.out.println(
          "a file system of 40 MiB: uploads 507 before and in the middle of their bytes, processing"
              + " failed, nothing left, videos played from a disk without one free byte, and an"
              + " upload passed as soon as there was room");
    }
  }

  private static void assertNoRoom(JsonObject failure) {
    assertThat(failure.getString("code")).isEqualTo("insufficient_storage");
    assertThat(failure.getString("message")).contains("no room").endsWith("process it again.");
  }

  private interface Upload {
    HttpResponse<String> send();
  }

  private static void assertRefused(Path storage, Api user, Upload upload) throws IOException {
    int rows = Api.json(user.get("/api/videos")).getInt("total");
    List<Path> before = all(storage);
    Problem.check(upload.send(), 507, "insufficient_storage");
    assertThat(all(storage)).as("files").isEqualTo(before);
    assertThat(Api.json(user.get("/api/videos")).getInt("total")).as("rows").isEqualTo(rows);
  }

  /** Sends an upload without Content-Length. */
  private static HttpResponse<String> unannounced(Api user, byte[] content) {
    byte[] body = new Multipart().text("encryption_key", KEY).file("v.mp4", content).whole();
    return user.send(
        user.request("/api/videos")
            .header("Content-Type", Multipart.CONTENT_TYPE)
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))),
        BodyHandlers.ofString());
  }

  private static List<Path> all(Path storage) throws IOException {
    try (Stream<Path> files = Files.walk(storage)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<String> files(Path storage, long id) throws IOException {
    try (Stream<Path> files = Files.list(storage.resolve("videos/" + id))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
