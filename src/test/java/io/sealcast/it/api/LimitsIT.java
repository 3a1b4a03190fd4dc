package io.sealcast.it.api;

import static io.sealcast.it.client.Api.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.Multipart;
import io.sealcast.it.client.RawUpload;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the default limits of concurrent requests per account, and that other accounts aren't
 * affected.
 */
@Tag("long")
class LimitsIT {
  private static final String KEY = "a key of some length";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int HTTP_STREAMS = 16;
  private static final int UPLOADS = 4;
  private static final int SOCKETS = 64;
  private static final int SOCKETS_PER_SESSION = 4;
  private static final int SESSIONS = 500;
  private static final int KEYS = 8;

  private static final SealcastServer SERVER = SealcastServer.shared();
  private static Api ann;
  private static Api bob;
  private static long ofAnn;
  private static long ofBob;

  @BeforeAll
  static void uploadTwoVideos() {
    ann = Api.signUp(SERVER);
    bob = Api.signUp(SERVER);
    ofAnn = ann.uploadProcessed(TestVideos.large(6), KEY);
    ofBob = bob.uploadProcessed(TestVideos.mp4(2), KEY);
  }

  private static void refusedForNow(HttpResponse<String> answer) {
    Problem.check(answer, 429, "too_many_requests");
    assertThat(header(answer, "Retry-After")).matches("[1-9]\\d*");
  }

  private static HttpResponse<String> open(Api user, long video) {
    return user.post("/api/stream/" + video, "{\"encryption_key\":\"" + KEY + "\"}");
  }

  @Test
  void socketsOfASessionAreBoundedAndOneWhoLeavesMakesRoom() {
    String path = ann.stream(ofAnn, KEY).getString("websocket_url");
    List<Viewer> viewers = new ArrayList<>();
    for (int i = 0; i < SOCKETS_PER_SESSION; i++) {
      viewers.add(Viewer.openPaused(SERVER, ann, path));
    }
    Viewer fifth = Viewer.open(SERVER, ann, path);
    assertThat(fifth.takeJson().getString("code")).isEqualTo("too_many_requests");
    assertThat(fifth.take()).isEqualTo(1013);
    viewers.forEach(Viewer::abort);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Viewer again = Viewer.open(SERVER, ann, path);
              boolean welcome = again.takeJson().getString("type").equals("start");
              again.abort();
              return welcome;
            });
  }

  @Test
  void httpStreamsOfAnAccountAreBoundedAndOneWhoLeavesMakesRoom() throws IOException {
    Api cyd = Api.signUp(SERVER);
    long id = cyd.uploadProcessed(TestVideos.large(24), KEY);
    JsonObject stream = cyd.stream(id, KEY);
    List<InputStream> open = new ArrayList<>();
    for (int i = 0; i < HTTP_STREAMS; i++) {
      InputStream body =
          cyd.send(cyd.request(stream.getString("events_url")), BodyHandlers.ofInputStream())
              .body();
      assertThat(body.read()).isPositive();
      open.add(body);
    }
    HttpResponse<String> refused = cyd.get(stream.getString("media_url"));
    refusedForNow(refused);
    for (InputStream body : open) {
      body.close();
    }
    await()
        .atMost(PATIENCE)
        .until(() -> cyd.get(stream.getString("media_url")).statusCode() == 200);
  }

  @Test
  void socketsOfAnAccountAreBounded() {
    List<Viewer> viewers = new ArrayList<>();
    for (int i = 0; i < SOCKETS / SOCKETS_PER_SESSION; i++) {
      String path = ann.stream(ofAnn, KEY).getString("websocket_url");
      for (int k = 0; k < SOCKETS_PER_SESSION; k++) {
        viewers.add(Viewer.open(SERVER, ann, path, "sealcast.range.v1"));
      }
    }
    String another = ann.stream(ofAnn, KEY).getString("websocket_url");
    Viewer refused = Viewer.open(SERVER, ann, another, "sealcast.range.v1");
    assertThat(refused.takeJson().getString("code")).isEqualTo("too_many_requests");
    assertThat(refused.take()).isEqualTo(1013);
    Viewer other = Viewer.open(SERVER, bob, bob.stream(ofBob, KEY).getString("websocket_url"));
    assertThat(other.takeJson().getString("type")).isEqualTo("start");
    other.abort();
    viewers.forEach(Viewer::abort);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Viewer again = Viewer.open(SERVER, ann, another);
              boolean welcome = again.takeJson().getString("type").equals("start");
              again.abort();
              return welcome;
            });
  }

  @Test
  void uploadsOfAnAccountAreBounded() throws IOException {
    byte[] beginning =
        new Multipart().text("encryption_key", KEY).file("v.mp4", new byte[1 << 20]).unfinished();
    List<RawUpload> uploads = new ArrayList<>();
    double before = Scrape.of(SERVER).value("sealcast_uploads_running");
    for (int i = 0; i < UPLOADS; i++) {
      uploads.add(new RawUpload(SERVER, ann, 50 << 20, beginning));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> Scrape.of(SERVER).value("sealcast_uploads_running") == before + UPLOADS);
    refusedForNow(small(ann));
    assertThat(small(bob).statusCode()).isEqualTo(201);
    for (RawUpload upload : uploads) {
      upload.close();
    }
    await().atMost(PATIENCE).until(() -> small(ann).statusCode() == 201);
  }

  private static HttpResponse<String> small(Api user) {
    return new Multipart().text("encryption_key", KEY).file("v.mp4", new byte[999]).send(user);
  }

  @Test
  void sessionsOfAnAccountAreBoundedOverAllInstances() throws SQLException {
    Api cyd = Api.signUp(SERVER);
    long video = cyd.uploadProcessed(TestVideos.mp4(2), KEY);
    try (Connection database = SERVER.installation().database();
        PreparedStatement insert =
            database.prepareStatement(
                "insert into stream_session select decode(lpad(to_hex(n), 64, '0'), 'hex'), ?, id,"
                    + " 'GATEWAY', '', now(), now() + interval '1 hour'"
                    + " from account, generate_series(2, ?) n where username = ?")) {
      insert.setLong(1, video);
      insert.setInt(2, SESSIONS);
      insert.setString(3, cyd.username());
      assertThat(insert.executeUpdate()).isEqualTo(SESSIONS - 1);
    }
    JsonObject last = cyd.stream(video, KEY);
    refusedForNow(open(cyd, video));
    assertThat(open(bob, ofBob).statusCode()).isEqualTo(202);
    assertThat(cyd.endStream(last).statusCode()).isEqualTo(204);
    assertThat(open(cyd, video).statusCode()).isEqualTo(202);
    assertThat(cyd.delete("/api/videos/" + video).statusCode()).isEqualTo(204);
  }

  @Test
  void keysOfAnAccountAreTriedAFewAtATime() {
    ExecutorService threads = Executors.newFixedThreadPool(3 * KEYS);
    List<HttpResponse<String>> answers;
    try {
      List<CompletableFuture<HttpResponse<String>>> responses =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> open(ann, ofAnn), threads))
              .limit(3 * KEYS)
              .toList();
      assertThat(open(bob, ofBob).statusCode()).as("somebody else's key").isEqualTo(202);
      answers = responses.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdown();
    }
    List<HttpResponse<String>> refused =
        answers.stream().filter(a -> a.statusCode() != 202).toList();
    assertThat(answers.size() - refused.size()).isGreaterThanOrEqualTo(KEYS);
    assertThat(refused).isNotEmpty().allSatisfy(LimitsIT::refusedForNow);
    assertThat(refused)
        .anyMatch(a -> Api.json(a).getString("detail").contains("under way under your name"));
    System.out.printf(
        "%d right keys of one account at once: %d looked at, %d refused with 429%n",
        answers.size(), answers.size() - refused.size(), refused.size());
  }
}
