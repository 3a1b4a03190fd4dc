package io.sealcast.it.api;

import static io.sealcast.it.client.Api.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the download of the file as it was uploaded. */
class OriginalIT {
  private static final String KEY = "a key of an original";
  private static final String NAME = "Prüfung 100% – «Тест» (a;b).mp4";

  @TempDir private static Path directory;

  private static SealcastServer server;
  private static Api ann;
  private static byte[] uploaded;
  private static long video;
  private static JsonObject stream;

  @BeforeAll
  static void upload() throws IOException {
    server = SealcastServer.shared();
    Path file = directory.resolve(NAME);
    Files.copy(TestVideos.large(5), file);
    uploaded = Files.readAllBytes(file);
    ann = Api.signUp(server);
    video = ann.uploadProcessed(file, KEY);
    stream = ann.stream(video, KEY);
  }

  private static String path() {
    return "/api/videos/" + video + "/original";
  }

  private static HttpRequest.Builder request(Api user) {
    return user.request(path()).header("Sealcast-Stream", stream.getString("request_id"));
  }

  @Test
  void itIsByteByByteWhatWasUploaded() {
    HttpResponse<byte[]> whole = ann.send(request(ann), BodyHandlers.ofByteArray());
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(uploaded);
    assertThat(header(whole, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(whole, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(header(whole, "Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"Pr_fung 100_ _ ______ (a;b).mp4\"; filename*=UTF-8''"
                + "Pr%C3%BCfung%20100%25%20%E2%80%93%20%C2%AB%D0%A2%D0%B5%D1%81%D1%82%C2%BB"
                + "%20%28a%3Bb%29.mp4");
  }

  @Test
  void aBrokenDownloadGoesOn() {
    int half = uploaded.length / 2;
    HttpResponse<byte[]> rest =
        ann.send(request(ann).header("Range", "bytes=" + half + "-"), BodyHandlers.ofByteArray());
    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(uploaded, half, uploaded.length));
    HttpResponse<byte[]> beyond =
        ann.send(
            request(ann).header("Range", "bytes=" + uploaded.length + "-"),
            BodyHandlers.ofByteArray());
    assertThat(beyond.statusCode()).isEqualTo(416);
    HttpResponse<Void> described =
        ann.send(
            request(ann).method("HEAD", HttpRequest.BodyPublishers.noBody()),
            BodyHandlers.discarding());
    assertThat(described.headers().firstValueAsLong("Content-Length")).hasValue(uploaded.length);
  }

  @Test
  void aLinkNamesTheStreamInItsQuery() {
    String link = path() + "?request_id=" + stream.getString("request_id");
    assertThat(ann.getBytes(link).body()).isEqualTo(uploaded);
  }

  @Test
  void aFileThatDoesNotPlayIsGivenBackToo() throws IOException {
    Path unreadable = TestVideos.unreadable();
    long id = ann.upload(unreadable, KEY);
    ann.awaitStatus(id, "failed");
    String original = "/api/videos/" + id + "/original";
    Problem.check(ann.post(original, "{\"encryption_key\":\"no\"}"), 403, "invalid_encryption_key");
    Problem.checkField(ann.post(original, "{}"), 400, "missing_field", "encryption_key");
    String right = "{\"encryption_key\":\"" + KEY + "\"}";
    Problem.check(Api.signUp(server).post(original, right), 404, "not_found");
    HttpResponse<String> opened = ann.post(original, right);
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
    String link = Api.json(opened).getString("original_url");
    assertThat(ann.getBytes(link).body()).isEqualTo(Files.readAllBytes(unreadable));
    Problem.check(ann.post("/api/stream/" + id, right), 409, "video_not_ready");
    String requestId = Api.json(opened).getString("request_id");
    for (String player : List.of("manifest/%s.m3u8", "manifest/%s.mpd", "chunks/%s")) {
      String address = "/api/stream/" + id + "/" + player.formatted(requestId);
      Problem.check(ann.get(address), 409, "video_not_ready");
    }
  }

  @Test
  void nobodyElseGetsIt() {
    Api bob = Api.signUp(server);
    assertThat(bob.send(request(bob), BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    Api nobody = Api.anonymous(server);
    assertThat(nobody.send(request(nobody), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    HttpResponse<String> without = ann.get(path());
    assertThat(without.statusCode()).isEqualTo(400);
    assertThat(without.body()).contains("\"missing_field\"", "\"request_id\"");
    JsonObject ended = ann.stream(video, KEY);
    ann.endStream(ended);
    HttpResponse<String> late = ann.get(path() + "?request_id=" + ended.getString("request_id"));
    assertThat(late.statusCode()).isEqualTo(404);
    assertThat(late.body()).contains("\"session_ended\"");
  }
}
