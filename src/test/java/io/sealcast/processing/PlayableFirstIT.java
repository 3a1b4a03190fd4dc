package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a video can be watched while it is being processed. */
class PlayableFirstIT {
  private static final String KEY = "a key for tests";
  private static final int SECONDS = 24;

  private static Installation installation;
  private static SealcastServer server;
  private static Api ann;

  @BeforeAll
  static void start() {
    installation = Installation.start("playable-first");
    server =
        SealcastServer.in(installation)
            .name("playable-first")
            // one thread, so that a video takes long enough to be watched meanwhile
            .env("SEALCAST_FFMPEG_THREADS", "1")
            .env("SEALCAST_PROCESSING_RETRY_AFTER", "PT1S,PT2S")
            .env("SEALCAST_LADDER_SHORT_SIDES", "")
            .start();
    ann = Api.signUp(server);
  }

  @AfterAll
  static void stop() {
    server.close();
    installation.close();
  }

  private static long uploadALongVideo() {
    return ann.upload(TestVideos.slow(SECONDS), KEY);
  }

  private static JsonObject awaitPlayable(long id) {
    return Awaitility.await("the first part")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ann.video(id), video -> video.getBoolean("playable"));
  }

  @Test
  void whatIsPublishedIsPlayedAndNeverChangesUntilTheVideoIsProcessed() throws IOException {
    long id = uploadALongVideo();
    Problem.check(
        ann.post("/api/stream/" + id, "{\"encryption_key\":\"" + KEY + "\"}"),
        409,
        "video_not_ready");

    JsonObject playable = awaitPlayable(id);
    assertThat(playable.getString("status")).isEqualTo("processing");
    assertThat(playable.getJsonNumber("duration_seconds").doubleValue())
        .isBetween(SECONDS - 0.1, SECONDS + 0.1);
    double prepared = playable.getJsonNumber("prepared_seconds").doubleValue();
    assertThat(prepared).isBetween(4.0, 13.0);

    JsonObject stream = ann.stream(id, KEY);
    Problem.check(
        ann.post(
            "/api/stream/" + id, "{\"encryption_key\":\"" + KEY + "\",\"delivery\":\"topic\"}"),
        409,
        "video_not_ready");
    String early = playlist(stream);
    assertThat(early).contains("#EXT-X-PLAYLIST-TYPE:EVENT").doesNotContain("ENDLIST");
    String object = playable.getJsonArray("renditions").getJsonObject(0).getString("object");
    byte[] beginning = ann.media(stream).body();
    assertThat(beginning.length).isGreaterThan(1000);

    Viewer viewer =
        Viewer.open(server, ann, stream.getString("websocket_url"), "sealcast.range.v1");
    try {
      JsonObject done = ann.awaitStatus(id, "processed");
      assertThat(done.getBoolean("playable")).isTrue();
      assertThat(done.getJsonNumber("prepared_seconds").doubleValue())
          .isBetween(SECONDS - 0.1, SECONDS + 0.1);
      byte[] truth = StoredRendition.read(installation.storage(), id, object, KEY);

      assertThat(beginning).isEqualTo(Arrays.copyOf(truth, beginning.length));
      // the socket has been open since the first part, and no manifest was requested meanwhile
      byte[] end = range(viewer, object, truth.length - 100_000, truth.length - 1);
      assertThat(end).isEqualTo(Arrays.copyOfRange(truth, truth.length - 100_000, truth.length));
      assertThat(ann.media(stream).body()).isEqualTo(truth);

      String late = playlist(stream);
      assertThat(late).contains("#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-ENDLIST");
      assertThat(segments(late)).startsWith(segments(early).toArray(String[]::new));
      assertThat(objects(id)).as("source, poster, storyboard and several parts").isGreaterThan(6);
    } finally {
      viewer.close();
    }
  }

  @Test
  @Tag("long")
  void whoWatchesDoesNotNoticeThatAnAttemptIsRepeated() throws IOException {
    long id = uploadALongVideo();
    awaitPlayable(id);
    JsonObject stream = ann.stream(id, KEY);
    byte[] beginning = ann.media(stream).body();

    assertThat(server.killMediaTools()).isPositive();

    double[] prepared = {0};
    JsonObject done =
        Awaitility.await("the end")
            .atMost(Duration.ofMinutes(3))
            .pollInterval(Duration.ofMillis(100))
            .until(
                () -> {
                  JsonObject video = ann.video(id);
                  double now = video.getJsonNumber("prepared_seconds").doubleValue();
                  assertThat(now).as("what can be watched").isGreaterThanOrEqualTo(prepared[0]);
                  prepared[0] = now;
                  return video;
                },
                video -> !video.getString("status").equals("processing"));
    assertThat(done.getString("status")).isEqualTo("processed");
    byte[] whole = ann.media(stream).body();
    assertThat(Arrays.copyOf(whole, beginning.length)).isEqualTo(beginning);
    Awaitility.await("source, poster, storyboard, its index and three parts are left")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(objects(id)).isEqualTo(7));
  }

  @Test
  @Tag("long")
  void aStoppedPreparationTakesBackWhatItHasPublished() throws IOException {
    long id = uploadALongVideo();
    awaitPlayable(id);
    JsonObject stream = ann.stream(id, KEY);
    assertThat(ann.post("/api/videos/" + id + "/cancel", "").statusCode()).isEqualTo(200);
    JsonObject failed = ann.awaitStatus(id, "failed");
    assertThat(failed.getBoolean("playable")).isFalse();
    assertThat(failed.isNull("prepared_seconds")).isTrue();
    assertThat(failed.getJsonArray("renditions")).isEmpty();
    Awaitility.await("only the source is left")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(objects(id)).isEqualTo(1));
    assertThat(ann.get(stream.getString("manifest_url")).statusCode()).isEqualTo(409);
  }

  private static byte[] range(Viewer viewer, String object, long from, long to) {
    viewer.requestRange(1, object, from, to);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (true) {
      Object message = viewer.take();
      if (message instanceof ByteBuffer data) {
        byte[] part = new byte[data.remaining() - 16];
        data.position(data.position() + 16).get(part);
        bytes.writeBytes(part);
      } else {
        assertThat(message.toString()).contains("\"end\"");
        return bytes.toByteArray();
      }
    }
  }

  /** Returns the media playlist of a stream. */
  private static String playlist(JsonObject stream) {
    URI top = server.uri(stream.getString("manifest_url"));
    HttpResponse<String> list = ann.get(top.toString());
    assertThat(list.statusCode()).isEqualTo(200);
    String media = list.body().lines().filter(l -> !l.startsWith("#")).findFirst().orElseThrow();
    return ann.get(top.resolve(media).toString()).body();
  }

  private static List<String> segments(String playlist) {
    List<String> ranges = new ArrayList<>();
    Matcher m = Pattern.compile("#EXTINF:[^\n]*\n#EXT-X-BYTERANGE:\\S+").matcher(playlist);
    while (m.find()) {
      ranges.add(m.group());
    }
    return ranges;
  }

  private static int objects(long id) throws IOException {
    String folder = String.format(Locale.ROOT, "videos/%d", id);
    try (Stream<java.nio.file.Path> files = Files.list(installation.storage().resolve(folder))) {
      return (int) files.filter(f -> f.toString().endsWith(".sealed")).count();
    }
  }
}
