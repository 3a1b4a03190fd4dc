package io.sealcast.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.SocketLink;
import io.sealcast.it.client.Watcher;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the three steps of a key rotation in docs/operations.md during playback. Web instance and
 * processor have separate key files, so that in each step one of them changes later.
 */
@Tag("long")
class ServiceKeyRotationIT {
  private static final String KEY = "a key that is not the service key";
  private static final String OLD = newKey();
  private static final String NEW = newKey();
  private static final int MIB = 1 << 20;

  private static Installation installation;
  private static Path webKeys;
  private static Path processorKeys;
  private static SealcastServer web;
  private static SealcastServer processor;
  private static Api ann;
  private static long video;
  private static String object;
  private static byte[] truth;

  private static String newKey() {
    byte[] bits = new byte[32];
    new SecureRandom().nextBytes(bits);
    return Base64.getEncoder().encodeToString(bits);
  }

  @BeforeAll
  static void start() throws IOException {
    installation = Installation.start("rotation");
    webKeys = installation.directory().resolve("web.key");
    processorKeys = installation.directory().resolve("processor.key");
    write(webKeys, OLD);
    write(processorKeys, OLD);
    processor = server("processor", processorKeys);
    web = server("web", webKeys);
    ann = Api.signUp(web);
    video = ann.uploadProcessed(TestVideos.large(12), KEY);
    object = ann.video(video).getJsonArray("renditions").getJsonObject(0).getString("object");
    truth = StoredRendition.read(installation.storage(), video, object, KEY);
  }

  private static SealcastServer server(String role, Path keys) {
    return SealcastServer.in(installation)
        .name(role)
        .roles(role)
        .env("SEALCAST_SERVICE_KEY_FILE", keys.toString())
        // each chunk needs a sealed key
        .env("SEALCAST_CACHE_MAX_BYTES", "0")
        .start();
  }

  @AfterAll
  static void stop() {
    web.close();
    processor.close();
    installation.close();
  }

  @Test
  void isNoticedByNobodyWhoWatchesAndThenTheOldKeyIsWorthless() throws IOException {
    JsonObject before = ann.stream(video, KEY);
    try (Watcher watcher = watch(before)) {
      watcher.awaitMore(2 * MIB);
      // step 1: both servers can open with the new key
      change(processor, processorKeys, OLD, NEW);
      watcher.awaitMore(2 * MIB);
      change(web, webKeys, OLD, NEW);
      watcher.awaitMore(2 * MIB);
      // step 2: both servers seal with the new key
      change(web, webKeys, NEW, OLD);
      watcher.awaitMore(2 * MIB);
      readsAll(ann.stream(video, KEY));
      change(processor, processorKeys, NEW, OLD);
      watcher.awaitMore(2 * MIB);
      assertThat(watcher.interruptions()).isZero();
    }
    // after a restart, the session is restored from its row, which the old key has sealed
    restart(web);
    readsAll(before);
    assertThat(Scrape.of(web).value("sealcast_former_service_key_total")).isPositive();

    JsonObject after = ann.stream(video, KEY);
    try (Watcher watcher = watch(after)) {
      watcher.awaitMore(2 * MIB);
      // step 3: the old key is removed
      change(processor, processorKeys, NEW);
      watcher.awaitMore(2 * MIB);
      change(web, webKeys, NEW);
      watcher.awaitMore(2 * MIB);
      assertThat(watcher.interruptions()).isZero();
    }
    restart(web);
    HttpResponse<String> refused = ann.get(before.getString("media_url"));
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.body()).contains("\"session_ended\"");
  }

  private static void restart(SealcastServer server) {
    server.stop();
    server.startAgain();
  }

  private static Watcher watch(JsonObject stream) {
    return Watcher.begin(truth, 8 * MIB, new SocketLink(web, ann, stream, object));
  }

  private static void readsAll(JsonObject stream) {
    assertThat(ann.getBytes(stream.getString("media_url")).body()).isEqualTo(truth);
  }

  /** Writes the keys and waits until the server has loaded them. */
  private static void change(SealcastServer server, Path file, String... keys) throws IOException {
    String first = health(server).getString("seals");
    boolean sealsWithOther = !Files.readString(file).startsWith(keys[0]);
    write(file, keys);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              JsonObject now = health(server);
              assertThat(now.getString("opens").split(" ")).hasSize(keys.length);
              assertThat(!now.getString("seals").equals(first)).isEqualTo(sealsWithOther);
              assertThat(now.getBoolean("current")).isTrue();
            });
  }

  private static void write(Path file, String... keys) throws IOException {
    Path draft = Files.writeString(file.resolveSibling("draft"), String.join("\n", keys) + "\n");
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static JsonObject health(SealcastServer server) {
    return Api.json(Api.anonymous(server).get("/health/ready")).getJsonArray("checks").stream()
        .map(JsonValue::asJsonObject)
        .filter(check -> check.getString("name").equals("service-key"))
        .findFirst()
        .orElseThrow()
        .getJsonObject("data");
  }
}
