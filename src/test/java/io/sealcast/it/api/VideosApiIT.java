package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.Multipart;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideosApiIT {
  private final SealcastServer server = SealcastServer.shared();
  private final Api ann = Api.signUp(server);

  private long upload(String filename, String title) {
    HttpResponse<String> answer =
        new Multipart()
            .text("title", title)
            .text("encryption_key", "a key for tests")
            .file(filename, TestVideos.unreadable(100))
            .send(ann);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Api.json(answer).getJsonNumber("file_id").longValue();
  }

  private List<String> titles(String query) {
    HttpResponse<String> answer = ann.get("/api/videos?" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Api.json(answer).getJsonArray("items").getValuesAs(JsonObject.class).stream()
        .map(v -> v.getString("title"))
        .toList();
  }

  @Test
  void findsByTitleAndFileNameWhateverTheCase() {
    upload("rome.mp4", "Summer 100%");
    upload("PARIS_2.mp4", "Winter");
    assertThat(titles("q=summer")).containsExactly("Summer 100%");
    assertThat(titles("q=paris_2")).containsExactly("Winter");
    assertThat(titles("q=100%25")).containsExactly("Summer 100%");
    assertThat(titles("q=_2")).containsExactly("Winter");
    assertThat(titles("q=%25")).containsExactly("Summer 100%");
    assertThat(titles("q=nothing")).isEmpty();
    assertThat(titles("")).containsExactly("Winter", "Summer 100%");
  }

  @Test
  void findsWhatAPersonMeans() {
    upload("I\u0307zmir.mp4", "A\u0308rger in \u0130stanbul");
    upload("x.mp4", "\u03a3\u0399\u03a3\u03a5\u03a6\u039f\u03a3");
    upload("y.mp4", "\uff26ull width");
    assertThat(ann.get("/api/videos?q=arger").body()).contains("\u00c4rger in \u0130stanbul");
    for (String q : List.of("\u00c4RGER", "a\u0308rger", "istanbul", "ISTANBUL", "\u0131zmir")) {
      assertThat(found(q)).as(q).containsExactly("\u00c4rger in \u0130stanbul");
    }
    assertThat(found("\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2"))
        .containsExactly("\u03a3\u0399\u03a3\u03a5\u03a6\u039f\u03a3");
    assertThat(found("full WIDTH")).containsExactly("\uff26ull width");
  }

  private List<String> found(String q) {
    return titles("q=" + URLEncoder.encode(q, StandardCharsets.UTF_8));
  }

  @Test
  void findsARenamedVideoByItsNewNameOnly() {
    long id = upload("v.mp4", "before");
    ann.patch("/api/videos/" + id, "{\"title\":\"\u00dcbung\"}");
    assertThat(found("ubung")).containsExactly("\u00dcbung");
    assertThat(found("before")).isEmpty();
  }

  @Test
  void goesOnAfterWhatWasSeenWhateverCameAndWent() {
    for (int i = 1; i <= 5; i++) {
      upload("v.mp4", "v" + i);
    }
    JsonObject first = Api.json(ann.get("/api/videos?page_size=2"));
    assertThat(first.getInt("total")).isEqualTo(5);
    long seen = first.getJsonArray("items").getJsonObject(1).getJsonNumber("file_id").longValue();
    ann.delete("/api/videos/" + seen);
    upload("v.mp4", "v6");
    JsonObject second =
        Api.json(ann.get("/api/videos?page_size=2&cursor=" + first.getString("next")));
    assertThat(second.getJsonArray("items").getValuesAs(JsonObject.class))
        .extracting(v -> v.getString("title"))
        .containsExactly("v3", "v2");
    assertThat(second.getInt("total")).isEqualTo(5);
    String rest = "&cursor=" + second.getString("next");
    assertThat(titles("page_size=2" + rest)).containsExactly("v1");
    assertThat(Api.json(ann.get("/api/videos?page_size=2" + rest)).isNull("next")).isTrue();
    assertThat(titles("q=v1&status=uploaded" + rest).size()).isLessThanOrEqualTo(1);
    assertThat(titles("q=v5" + rest)).isEmpty();
    Problem.checkField(ann.get("/api/videos?cursor=nonsense"), 400, "bad_request", "cursor");
  }

  @Test
  void halfACharacterIsNoTitle() {
    long id = upload("v.mp4", "v");
    Problem.checkField(
        ann.patch("/api/videos/" + id, "{\"title\":\"a\\ud800\"}"), 400, "bad_request", "title");
  }

  @Test
  void givesPagesAndTheirTotal() {
    for (int i = 1; i <= 3; i++) {
      upload("v.mp4", "v" + i);
    }
    assertThat(titles("page_size=2")).containsExactly("v3", "v2");
    assertThat(titles("page_size=2&page=2")).containsExactly("v1");
    assertThat(Api.json(ann.get("/api/videos?page_size=2&page=9")).getInt("total")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "page=0, page",
    "page=x, page",
    "page_size=101, page_size",
    "page_size=0, page_size",
    "status=lost, status"
  })
  void namesTheParameterThatIsNotAcceptable(String query, String field) {
    Problem.checkField(ann.get("/api/videos?" + query), 422, "validation_failed", field);
  }

  @Test
  void renames() {
    long id = upload("v.mp4", "before");
    HttpResponse<String> answer = ann.patch("/api/videos/" + id, "{\"title\":\" after 🎬 \"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(ann.video(id).getString("title")).isEqualTo("after 🎬");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}              | 400 | missing_field",
        "{\"title\":\"\"} | 422 | validation_failed",
        "{\"title\":7}    | 422 | validation_failed"
      })
  void refusesTitlesThatAreNone(String body, int status, String code) {
    long id = upload("v.mp4", "v");
    Problem.checkField(ann.patch("/api/videos/" + id, body), status, code, "title");
  }

  @Test
  void isNotThereForAnybodyElse() {
    long id = upload("v.mp4", "hers");
    Api bob = Api.signUp(server);
    Problem.check(bob.get("/api/videos/" + id), 404, "not_found");
    Problem.check(bob.patch("/api/videos/" + id, "{\"title\":\"mine\"}"), 404, "not_found");
    Problem.check(bob.delete("/api/videos/" + id), 404, "not_found");
    Problem.check(bob.get("/api/videos/" + id + "/events"), 404, "not_found");
    Problem.check(
        bob.post("/api/stream/" + id, "{\"encryption_key\":\"a key for tests\"}"),
        404,
        "not_found");
    assertThat(Api.json(bob.get("/api/videos")).getInt("total")).isZero();
    assertThat(ann.video(id).getString("title")).isEqualTo("hers");
  }

  @Test
  void deletesRowAndBytes() {
    long id = upload("v.mp4", "v");
    assertThat(server.installation().storage().resolve("videos/" + id)).exists();
    assertThat(ann.delete("/api/videos/" + id).statusCode()).isEqualTo(204);
    Problem.check(ann.get("/api/videos/" + id), 404, "not_found");
    assertThat(server.installation().storage().resolve("videos/" + id)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/videos/abc",
        "/api/videos/-1",
        "/api/videos/99999999999999999999",
        "/api/videos/1/nothing",
        "/api/nothing",
        "/api",
        "/api/"
      })
  void saysThatThereIsNothing(String path) {
    Problem.check(ann.get(path), 404, "not_found");
  }

  @ParameterizedTest
  @CsvSource({"PUT, /api/videos", "GET, /api/users", "POST, /api/videos/1", "BREW, /api/videos"})
  void saysThatAMethodIsNotForThis(String method, String path) {
    HttpRequest.Builder request = ann.request(path).method(method, BodyPublishers.noBody());
    Problem.check(ann.send(request, BodyHandlers.ofString()), 405, "method_not_allowed");
  }

  @Test
  void answersNegotiationFailuresAsProblems() {
    HttpRequest.Builder image = ann.request("/api/videos").header("Accept", "image/png");
    Problem.check(ann.send(image, BodyHandlers.ofString()), 406, "not_acceptable");
    HttpRequest.Builder text =
        ann.request("/api/users")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("{}"));
    Problem.check(ann.send(text, BodyHandlers.ofString()), 415, "unsupported_media_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "7", "", "{\"a\":1}}", "\u0000"})
  void refusesBodiesThatAreNoJsonObject(String body) {
    Problem.check(ann.post("/api/users", body), 400, "bad_request");
  }

  @Test
  void refusesBodiesThatAreTooDeepOrTooLong() {
    Problem.check(ann.post("/api/users", "{\"a\":" + "[".repeat(60_000)), 400, "bad_request");
    Problem.check(
        ann.post("/api/users", "{\"a\":\"" + "x".repeat(70_000) + "\"}"), 413, "request_too_large");
  }

  @Test
  void carriesTheSecurityHeadersEverywhere() {
    for (String path : List.of("/api/videos", "/", "/nothing-here")) {
      HttpResponse<String> answer = Api.anonymous(server).get(path);
      assertThat(answer.headers().map())
          .as(path)
          .containsKeys(
              "content-security-policy",
              "x-content-type-options",
              "referrer-policy",
              "permissions-policy",
              "cross-origin-opener-policy",
              "cross-origin-resource-policy");
    }
    assertThat(ann.get("/api/videos").headers().firstValue("Cache-Control")).hasValue("no-store");
  }
}
