package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProcessingIT {
  private static final String KEY = "a key for tests";
  private static Installation installation;
  private static SealcastServer server;
  private static Api user;

  @BeforeAll
  static void start() {
    installation = Installation.start("processing");
    server =
        SealcastServer.in(installation)
            .name("processing")
            .env("SEALCAST_PROCESSING_RETRY_AFTER", "PT1S,PT2S")
            .env("SEALCAST_LADDER_SHORT_SIDES", "")
            .start();
    user = Api.signUp(server);
  }

  @AfterAll
  static void stop() {
    server.close();
    installation.close();
  }

  @Test
  void preparesAnUploadedVideo() throws IOException {
    long id = user.uploadProcessed(TestVideos.mp4(12), KEY);

    JsonObject video = user.video(id);
    assertThat(video.getInt("progress")).isEqualTo(100);
    assertThat(video.getJsonNumber("duration_seconds").doubleValue()).isCloseTo(12, within(0.3));
    assertThat(video.getInt("width")).isEqualTo(320);
    assertThat(video.getInt("height")).isEqualTo(180);
    JsonObject rendition = video.getJsonArray("renditions").getJsonObject(0);
    assertThat(rendition.getString("object")).isEqualTo("180p.mp4");
    assertThat(rendition.getString("codecs")).matches("avc1\\.[0-9a-f]{6},mp4a\\.40\\.2");
    // source, two parts of the rendition, poster, a sheet of the storyboard and its index
    assertThat(sealed(id)).hasSize(6);
  }

  /** It gets a drawn picture, and no smaller ones. */
  @Test
  void preparesSoundAlone() throws IOException {
    JsonObject video = user.video(user.uploadProcessed(TestVideos.sound(3), KEY));

    assertThat(video.getJsonNumber("duration_seconds").doubleValue()).isCloseTo(3, within(0.1));
    assertThat(video.getInt("width")).isEqualTo(640);
    assertThat(video.getInt("height")).isEqualTo(360);
    assertThat(video.getJsonArray("renditions")).hasSize(1);
    assertThat(video.getJsonArray("renditions").getJsonObject(0).getString("codecs"))
        .matches("avc1\\.[0-9a-f]{6},mp4a\\.40\\.2");
  }

  @Test
  void saysWhyAFileIsNoVideo() throws IOException {
    assertThat(failureOf(TestVideos.unreadable())).isEqualTo("not_a_video");
  }

  @Test
  void playsACutFileUpToThereAndSaysSo() throws IOException {
    byte[] whole = Files.readAllBytes(TestVideos.mp4(12));
    Path cut = Path.of("target", "cut.mp4");
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));

    JsonObject video = user.awaitStatus(user.upload(cut, KEY), "processed");

    assertThat(video.getJsonArray("warnings").getJsonObject(0).getString("code"))
        .isEqualTo("ends_early");
    assertThat(video.getJsonNumber("duration_seconds").doubleValue()).isBetween(4.0, 8.0);
  }

  private String failureOf(Path file) throws IOException {
    long id = user.upload(file, KEY);
    JsonObject failure = user.awaitStatus(id, "failed").getJsonObject("failure");
    assertThat(failure.getString("message")).isNotBlank();
    // only the source is kept
    assertThat(sealed(id)).hasSize(1);
    return failure.getString("code");
  }

  @Test
  @Tag("long")
  void endsAJobOnceAlthoughItsProcessorWasKilled() throws Exception {
    long id = user.upload(TestVideos.slow(20), KEY);
    awaitWork(id);

    server.kill();
    server.startAgain();

    user.awaitStatus(id, "processed");
    assertThat(attempts(id)).isEqualTo(2);
    Awaitility.await("leftovers of the first attempt are deleted")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(sealed(id)).hasSize(7));
  }

  /** The kernel kills processes like this when memory is short. */
  @Test
  void aVideoWhoseFfmpegIsKilledGetsReadyByItself() throws Exception {
    long id = user.upload(TestVideos.slow(12), KEY);
    awaitWork(id);

    assertThat(server.killMediaTools()).isPositive();

    user.awaitStatus(id, "processed");
    assertThat(attempts(id)).isEqualTo(2);
    JsonObject video = user.video(id);
    assertThat(video.isNull("failure")).isTrue();
    assertThat(video.getBoolean("playable")).isTrue();
    assertThat(video.getJsonArray("warnings")).isEmpty();
  }

  @Test
  @Tag("long")
  void aVideoThatBrokeOffEachTimeCanBeProcessedAgainWithItsKey() throws Exception {
    long id = user.upload(TestVideos.slow(12), KEY);
    Problem.check(reprocess(id, KEY), 409, "video_busy");
    Awaitility.await("all tries are spent")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              server.killMediaTools();
              endPause(id);
              return user.video(id).getString("status").equals("failed");
            });
    assertThat(attempts(id)).isEqualTo(3);
    JsonObject failure = user.video(id).getJsonObject("failure");
    assertThat(failure.getString("code")).isEqualTo("processing_interrupted");
    assertThat(failure.getString("message"))
        .contains("broke off on the server")
        .doesNotContain("onvert");

    Api stranger = Api.signUp(server);
    Problem.check(stranger.post(reprocessOf(id), keyJson(KEY)), 404, "not_found");
    Problem.checkField(user.post(reprocessOf(id), "{}"), 400, "missing_field", "encryption_key");
    Problem.checkField(
        user.post(reprocessOf(id), "{\"encryption_key\":7}"),
        422,
        "validation_failed",
        "encryption_key");
    Problem.check(reprocess(id, "not the key"), 403, "invalid_encryption_key");
    assertThat(user.video(id).getString("status")).isEqualTo("failed");

    List<HttpResponse<String>> clicks = atOnce(3, () -> reprocess(id, KEY));
    assertThat(clicks).extracting(HttpResponse::statusCode).containsOnlyOnce(202).contains(409);
    clicks.stream()
        .filter(click -> click.statusCode() != 202)
        .forEach(click -> Problem.check(click, 409, "video_busy"));
    user.awaitStatus(id, "processed");
    assertThat(attempts(id)).isEqualTo(1);
    assertThat(user.video(id).isNull("failure")).isTrue();
    Awaitility.await("leftovers of the attempts are deleted")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(sealed(id)).hasSize(6));
    user.stream(id, KEY);
  }

  @Test
  void aJobThatItsOwnerCancelsStopsAndCanBeginAgain() throws Exception {
    long id = user.upload(TestVideos.slow(12), KEY);
    Problem.check(Api.signUp(server).post(cancelOf(id), ""), 404, "not_found");
    awaitWork(id);

    List<HttpResponse<String>> clicks =
        atOnce(3, () -> user.post(cancelOf(id), "")); // a double click, and another tab
    assertThat(clicks).extracting(HttpResponse::statusCode).containsOnlyOnce(200).contains(409);
    clicks.stream()
        .filter(click -> click.statusCode() != 200)
        .forEach(click -> Problem.check(click, 409, "video_not_processing"));

    JsonObject video = user.video(id);
    assertThat(video.getString("status")).isEqualTo("failed");
    assertThat(video.getJsonObject("failure").getString("code")).isEqualTo("processing_cancelled");
    assertThat(jobKeys(id)).isZero();
    Awaitility.await("the worker has stopped and only the source is left")
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              assertThat(server.mediaTools()).isEmpty();
              assertThat(sealed(id)).hasSize(1);
            });

    assertThat(reprocess(id, KEY).statusCode()).isEqualTo(202);
    assertThat(user.awaitStatus(id, "processed").isNull("failure")).isTrue();
    Problem.check(user.post(cancelOf(id), ""), 409, "video_not_processing");
    user.stream(id, KEY);
  }

  @Test
  void aProcessedVideoIsPreparedAnewAndPlaysAsBeforeMeanwhile() throws Exception {
    long id = user.uploadProcessed(TestVideos.slow(12), KEY);
    Awaitility.await("its ladder").until(() -> jobKeys(id) == 0);
    JsonObject before = user.video(id);
    JsonObject stream = user.stream(id, KEY);
    String media = stream.getString("media_url");
    byte[] bytes = user.getBytes(media).body();

    assertThat(reprocess(id, KEY).statusCode()).isEqualTo(202);
    Problem.check(reprocess(id, KEY), 409, "video_busy");
    JsonObject during = user.video(id);
    assertThat(during.getInt("reprocessing_progress")).isBetween(0, 99);
    assertThat(during.getString("status")).isEqualTo("processed");
    assertThat(during.getJsonArray("renditions")).isEqualTo(before.getJsonArray("renditions"));
    assertThat(user.getBytes(user.stream(id, KEY).getString("media_url")).body()).isEqualTo(bytes);

    assertThat(user.post(cancelOf(id), "").statusCode()).isEqualTo(200);
    JsonObject cancelled = user.video(id);
    assertThat(cancelled.isNull("reprocessing_progress")).isTrue();
    assertThat(cancelled.getJsonArray("renditions")).isEqualTo(before.getJsonArray("renditions"));

    assertThat(reprocess(id, KEY).statusCode()).isEqualTo(202);
    Awaitility.await("the new preparation")
        .atMost(Duration.ofMinutes(2))
        .until(() -> user.video(id).isNull("reprocessing_progress"));
    JsonObject after = user.video(id);
    assertThat(after.getString("status")).isEqualTo("processed");
    assertThat(nameOfDefault(after)).isEqualTo(nameOfDefault(before).replace(".mp4", "-2.mp4"));
    assertThat(after.getJsonArray("warnings")).isEmpty();
    assertThat(user.getBytes(media).body()).as("of the stream that is open").isEqualTo(bytes);
    String anew = user.stream(id, KEY).getString("media_url");
    assertThat(anew).endsWith("-2.mp4");
    byte[] newBytes = StoredRendition.read(installation.storage(), id, nameOfDefault(after), KEY);
    assertThat(user.getBytes(anew).body()).isEqualTo(newBytes);

    for (String manifest : List.of("manifest_url", "dash_url")) {
      assertThat(user.get(stream.getString(manifest)).body())
          .as("the manifest of the stream that is open")
          .contains(nameOfDefault(after))
          .doesNotContain(nameOfDefault(before));
    }
    assertThat(user.getBytes(media.replace(".mp4", "-2.mp4")).body()).isEqualTo(newBytes);
    assertThat(user.getBytes(media).body()).as("for who has the old manifest").isEqualTo(bytes);
  }

  private static String nameOfDefault(JsonObject video) {
    return video.getJsonArray("renditions").getJsonObject(0).getString("object");
  }

  private static String cancelOf(long id) {
    return "/api/videos/" + id + "/cancel";
  }

  private static List<HttpResponse<String>> atOnce(
      int callers, Supplier<HttpResponse<String>> call) {
    return Stream.generate(() -> CompletableFuture.supplyAsync(call))
        .limit(callers)
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  @Test
  void saysThatAVideoWhoseUploadedFileIsGoneCanNotBeProcessedAgain() throws IOException {
    long id = user.upload(TestVideos.unreadable(), KEY);
    user.awaitStatus(id, "failed");
    for (Path source : sealed(id)) {
      Files.delete(source);
    }
    Problem.check(reprocess(id, KEY), 409, "source_missing");
  }

  /** The limit is the same as for streams, so that guessing can't circumvent it here. */
  @Test
  void wrongKeysCountAsForStreams() throws IOException {
    long id = user.upload(TestVideos.unreadable(), KEY);
    user.awaitStatus(id, "failed");
    for (int i = 0; i < 10; i++) {
      Problem.check(reprocess(id, "not the key " + i), 403, "invalid_encryption_key");
    }
    HttpResponse<String> refused = reprocess(id, KEY);
    Problem.check(refused, 429, "too_many_requests");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
  }

  private static String reprocessOf(long id) {
    return "/api/videos/" + id + "/reprocess";
  }

  private static String keyJson(String key) {
    return Json.createObjectBuilder().add("encryption_key", key).build().toString();
  }

  private static HttpResponse<String> reprocess(long id, String key) {
    return user.post(reprocessOf(id), keyJson(key));
  }

  /** Kills every ffmpeg and ffprobe of the server and returns their number. */
  @Test
  @Tag("long")
  void takesNewTitlesWhileProgressIsReported() throws IOException {
    long id = user.upload(TestVideos.slow(40), KEY);
    awaitWork(id);

    for (int i = 1; i <= 50; i++) {
      HttpResponse<String> answer =
          user.patch("/api/videos/" + id, "{\"title\":\"title " + i + "\"}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    assertThat(user.video(id).getString("title")).isEqualTo("title 50");
    assertThat(user.video(id).getString("status")).isEqualTo("processing");
    assertThat(user.delete("/api/videos/" + id).statusCode()).isEqualTo(204);
  }

  @Test
  void leavesNothingOfAVideoThatIsDeletedMeanwhile() throws IOException {
    long id = user.upload(TestVideos.slow(40), KEY);
    awaitWork(id);

    assertThat(user.delete("/api/videos/" + id).statusCode()).isEqualTo(204);

    Awaitility.await("nothing is left, and stays so")
        .atMost(Duration.ofSeconds(30))
        .during(Duration.ofSeconds(3))
        .until(() -> sealed(id).isEmpty());
    // the permit was released
    user.uploadProcessed(TestVideos.mp4(2), KEY);
  }

  private static void awaitWork(long id) {
    Awaitility.await("the job is under way")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> user.video(id).getInt("progress") >= 5);
    assertThat(user.video(id).getString("status")).isEqualTo("processing");
  }

  private static List<Path> sealed(long id) throws IOException {
    Path directory = installation.storage().resolve("videos").resolve(Long.toString(id));
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".sealed")).toList();
    }
  }

  /** Ends the pause before the next attempt; another test covers the pauses. */
  private static void endPause(long id) throws SQLException {
    try (Connection database = installation.database();
        PreparedStatement update =
            database.prepareStatement("update video_file set not_before = null where id = ?")) {
      update.setLong(1, id);
      update.executeUpdate();
    }
  }

  private static int attempts(long id) throws SQLException {
    return number("select attempts from video_file where id = ?", id);
  }

  private static int jobKeys(long id) throws SQLException {
    return number("select count(*) from job_key where video_id = ?", id);
  }

  private static int number(String sql, long id) throws SQLException {
    try (Connection database = installation.database();
        PreparedStatement query = database.prepareStatement(sql)) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
