package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.SlowReader;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests who may open a stream, who is rejected, and how a stream ends. */
class StreamRulesIT {
  private static final String KEY = "a key of some length";

  private static final SealcastServer SERVER = SealcastServer.shared();
  private static Api ann;
  private static Api bob;
  private static long fileId;

  @BeforeAll
  static void uploadAVideo() {
    ann = Api.signUp(SERVER);
    bob = Api.signUp(SERVER);
    fileId = ann.uploadProcessed(TestVideos.large(6), KEY);
  }

  private static String post(String json) {
    HttpResponse<String> answer = ann.post("/api/stream/" + fileId, json);
    return answer.statusCode() + " " + Api.json(answer).getString("code", "");
  }

  @Test
  void messagesThatAreTooLongOrBinaryCloseTheSocket() {
    String path = ann.stream(fileId, KEY).getString("websocket_url");
    Viewer long1 = Viewer.open(SERVER, ann, path, "sealcast.range.v1");
    long1.sendTooMuch("{\"op\":\"" + "x".repeat(100_000) + "\"}");
    Object end = long1.take();
    // the close code is lost when the server closes while the client still sends
    assertThat(end).matches(e -> e instanceof IOException || Set.of(1009, 1008).contains(e));
    Viewer wrong = Viewer.open(SERVER, ann, path, "sealcast.range.v1");
    wrong.send("hello");
    assertThat(wrong.takeJson().getString("code")).isEqualTo("bad_request");
    assertThat(wrong.take()).isEqualTo(1008);
  }

  @Test
  void deletingTheSessionEndsARunningSocketAtOnceWithWords() {
    JsonObject stream = ann.stream(fileId, KEY);
    Viewer simple = Viewer.openPaused(SERVER, ann, stream.getString("websocket_url"));
    Viewer idle = Viewer.open(SERVER, ann, stream.getString("websocket_url"), "sealcast.range.v1");
    Instant before = Instant.now();
    assertThat(ann.endStream(stream).statusCode()).isEqualTo(204);
    JsonObject error = idle.takeJson();
    assertThat(error.getString("op")).isEqualTo("error");
    assertThat(error.getString("code")).isEqualTo("session_ended");
    assertThat(idle.take()).isEqualTo(1008);
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(3));
    simple.resume();
    Object last = simple.take();
    for (Object next = last; !(next instanceof Integer); next = simple.take()) {
      last = next;
    }
    assertThat(Api.json((String) last).getString("code")).isEqualTo("session_ended");
    assertThat(ann.media(stream).statusCode()).isEqualTo(404);
    assertThat(ann.endStream(stream).statusCode()).isEqualTo(404);
  }

  @Test
  void aSignOutEndsTheConnectionsOfItsSignInAndNoOthers() throws IOException {
    JsonObject stream = ann.stream(fileId, KEY);
    String path = stream.getString("websocket_url");
    String media = stream.getString("media_url");
    int size = ann.media(stream).body().length;
    String leaving = ann.signIn();
    String staying = ann.signIn();
    try (SlowReader reader = new SlowReader(SERVER, "Cookie: " + leaving, media)) {
      Viewer ended = Viewer.openByCookie(SERVER, leaving, path, "sealcast.range.v1");
      Viewer other = Viewer.openByCookie(SERVER, staying, path, "sealcast.range.v1");
      Viewer basic = Viewer.open(SERVER, ann, path, "sealcast.range.v1");
      Instant before = Instant.now();
      ann.signOut(leaving);
      JsonObject error = ended.takeJson();
      assertThat(error.getString("op")).isEqualTo("error");
      assertThat(error.getString("code")).isEqualTo("not_authenticated");
      assertThat(ended.take()).isEqualTo(1008);
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
      reader.readToTheEnd();
      assertThat(reader.bytes()).as("of a range that was begun before").isLessThan(size);
      String object = media.replaceFirst(".*/", "");
      for (Viewer viewer : List.of(other, basic)) {
        viewer.requestRange(1, object, 0, 9);
        assertThat(viewer.take()).isInstanceOf(ByteBuffer.class);
        assertThat(viewer.takeJson().getString("op")).isEqualTo("end");
        viewer.close();
      }
    }
    assertThat(ann.media(stream).statusCode()).as("the stream is the account's").isEqualTo(200);
  }

  @Test
  void aSignInThatExpiresEndsItsConnections() throws SQLException {
    Api cyd = Api.signUp(SERVER);
    long id = cyd.uploadProcessed(TestVideos.mp4(4), KEY);
    String path = cyd.stream(id, KEY).getString("websocket_url");
    Viewer viewer = Viewer.openByCookie(SERVER, cyd.signIn(), path, "sealcast.range.v1");
    // as if the time had passed
    try (Connection database = SERVER.installation().database();
        PreparedStatement update =
            database.prepareStatement(
                "update sign_in set expires_at = now() - interval '1 second' where account_id ="
                    + " (select id from account where username = ?)")) {
      update.setString(1, cyd.username());
      assertThat(update.executeUpdate()).isOne();
    }
    assertThat(viewer.takeJson().getString("code")).isEqualTo("not_authenticated");
    assertThat(viewer.take()).isEqualTo(1008);
  }

  @Test
  @Tag("long")
  void aStreamThatWasLeftEndsUnlessSomebodyIsStillThere() throws SQLException {
    JsonObject left = ann.stream(fileId, KEY);
    JsonObject kept = ann.stream(fileId, KEY);
    Viewer idle = Viewer.open(SERVER, ann, kept.getString("websocket_url"), "sealcast.range.v1");
    for (JsonObject stream : List.of(left, kept)) {
      String path = "/api/stream/" + fileId + "/" + stream.getString("request_id") + "/leave";
      Problem.check(bob.post(path, ""), 404, "session_ended");
      assertThat(ann.post(path, "").statusCode()).isEqualTo(204);
      assertThat(ann.media(stream).statusCode()).as("back at once").isEqualTo(200);
    }
    // as if the time had passed
    assertThat(setLeft(left, "now() - interval '16 minutes'")).isOne();
    await()
        .atMost(Duration.ofSeconds(50))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(ann.get(left.getString("manifest_url")).statusCode()).isEqualTo(404);
              assertThat(setLeft(kept, "left_at")).as("still marked as left").isZero();
            });
    assertThat(ann.media(kept).statusCode()).isEqualTo(200);
    idle.abort();
  }

  /**
   * Sets the time at which a stream was left, if it is marked as left.
   *
   * @return number of updated rows
   */
  private static int setLeft(JsonObject stream, String when) throws SQLException {
    try (Connection database = SERVER.installation().database();
        PreparedStatement update =
            database.prepareStatement(
                "update stream_session set left_at = "
                    + when
                    + " where left_at is not null and request_hash = sha256(?::text::bytea)")) {
      update.setString(1, stream.getString("request_id"));
      return update.executeUpdate();
    }
  }

  @Test
  void refusesBeforeAnythingIsStreamed() {
    assertThat(post("{\"encryption_key\":\"another key\"}"))
        .isEqualTo("403 invalid_encryption_key");
    assertThat(post("{}")).isEqualTo("400 missing_field");
    assertThat(post("{\"encryption_key\":")).isEqualTo("400 bad_request");
    assertThat(post("{\"encryption_key\":\"" + KEY + "\",\"delivery\":\"pigeon\"}"))
        .isEqualTo("422 validation_failed");
    JsonObject missing = Api.json(ann.post("/api/stream/" + fileId, "{}"));
    assertThat(missing.getJsonArray("errors").getJsonObject(0).getString("field"))
        .isEqualTo("encryption_key");
  }

  @Test
  void aKeyIsTheSameFromAnyKeyboardAndHalfACharacterIsNone() {
    long id = ann.uploadProcessed(TestVideos.mp4(4), "Schlu\u0308ssel\u00a0f\u00fcr ?");
    for (String typed : List.of("Schl\u00fcssel f\u00fcr ?", "Schlu\u0308ssel fu\u0308r ?")) {
      assertThat(ann.endStream(ann.stream(id, typed)).statusCode()).as(typed).isEqualTo(204);
    }
    String path = "/api/stream/" + id;
    Problem.checkField(
        ann.post(path, "{\"encryption_key\":\"Schl\u00fcssel f\u00fcr \\ud800\"}"),
        400,
        "bad_request",
        "encryption_key");
    Problem.check(
        ann.post(path, "{\"encryption_key\":\"Schl\u00fcssel fur ?\"}"),
        403,
        "invalid_encryption_key");
  }

  @Test
  void whatIsSomebodyElsesIsNotThere() {
    JsonObject stream = ann.stream(fileId, KEY);
    String key = "{\"encryption_key\":\"" + KEY + "\"}";
    assertThat(bob.post("/api/stream/" + fileId, key).statusCode()).isEqualTo(404);
    assertThat(bob.get("/api/videos/" + fileId + "/events").statusCode()).isEqualTo(404);
    for (String url :
        List.of("events_url", "media_url", "manifest_url", "dash_url", "storyboard_url")) {
      assertThat(bob.get(stream.getString(url)).statusCode()).as(url).isEqualTo(404);
      assertThat(Api.anonymous(SERVER).get(stream.getString(url)).statusCode())
          .as(url)
          .isEqualTo(401);
      String elsewhere =
          stream.getString(url).replace("/" + fileId + "/", "/" + (fileId + 1) + "/");
      assertThat(ann.get(elsewhere).statusCode()).as(elsewhere).isEqualTo(404);
    }
    assertThat(bob.endStream(stream).statusCode()).isEqualTo(404);
    String socket = stream.getString("websocket_url");
    assertThat(Viewer.refusal(SERVER, bob, socket, null)).isEqualTo("404");
    assertThat(Viewer.refusal(SERVER, Api.anonymous(SERVER), socket, null)).isEqualTo("401");
    assertThat(Viewer.refusal(SERVER, ann, socket, "http://evil.example")).isEqualTo("403");
    assertThat(Viewer.refusal(SERVER, ann, socket + "x", null)).isEqualTo("404");
    assertThat(Viewer.refusal(SERVER, ann, "/api/ws/other", null)).isEqualTo("404");
    assertThat(Viewer.refusal(SERVER, ann, socket, SERVER.uri().toString())).isEqualTo("accepted");
    assertThat(ann.media(stream).statusCode()).as("none of that ended it").isEqualTo(200);
    String nothing = stream.getString("media_url").replaceFirst("[^/]+$", "other.mp4");
    assertThat(ann.get(nothing).statusCode()).isEqualTo(404);
  }

  @Test
  void aVideosEventsTellItsStateAtOnceThenEachChangeAndEndWithIt() throws IOException {
    long id = ann.upload(TestVideos.mp4(4), KEY);
    HttpResponse<java.util.stream.Stream<String>> answer =
        ann.send(ann.request("/api/videos/" + id + "/events"), BodyHandlers.ofLines());
    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> statuses = new ArrayList<>();
    answer
        .body()
        .filter(l -> l.startsWith("data: "))
        .map(l -> Api.json(l.substring(6)).getString("status"))
        .forEach(
            status -> {
              statuses.add(status);
              if (status.equals("processed")) {
                assertThat(ann.delete("/api/videos/" + id).statusCode()).isEqualTo(204);
              }
            });
    assertThat(statuses).contains("processed");
    assertThat(ann.get("/api/videos/" + id + "/events").statusCode()).isEqualTo(404);
  }
}
