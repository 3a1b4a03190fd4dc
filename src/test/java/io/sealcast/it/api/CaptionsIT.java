package io.sealcast.it.api;

import static io.sealcast.it.client.Api.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests captions from the upload, and those that their owner adds, replaces and removes. */
class CaptionsIT {
  private static final String KEY = "a key of captions";
  private static final String SRT = "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Grüße</i> & mehr\r\n";
  private static final String VTT =
      "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<i>Grüße</i> &amp; mehr\n";
  private static final SealcastServer SERVER = SealcastServer.shared();

  @TempDir private static Path directory;
  private static Api ann;
  private static long video;

  @BeforeAll
  static void upload() {
    ann = Api.signUp(SERVER);
    video = ann.uploadProcessed(TestVideos.mp4(4), KEY);
  }

  private static Path withSubtitles(String name, String... outputs) throws IOException {
    Path srt = Files.writeString(directory.resolve("a.srt"), SRT);
    Path ass =
        Files.writeString(
            directory.resolve("a.ass"),
            "[Script Info]\nScriptType: v4.00+\n\n[Events]\nFormat: Layer, Start, End, Style, Name,"
                + " MarginL, MarginR, MarginV, Effect, Text\n"
                + "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\an8}Bonjour\\Ntous\n");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-i", TestVideos.mp4(4).toString()));
    arguments.addAll(
        List.of("-i", srt.toString(), "-i", ass.toString(), "-map", "0", "-c", "copy"));
    arguments.addAll(List.of(outputs));
    return TestVideos.make(name, arguments);
  }

  private static HttpResponse<String> put(
      Api user, long fileId, String lang, String type, String stream, byte[] body) {
    HttpRequest.Builder request =
        user.request("/api/videos/" + fileId + "/captions/" + lang)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(body));
    if (stream != null) {
      request.header("Sealcast-Stream", stream);
    }
    return user.send(request, BodyHandlers.ofString());
  }

  private static HttpResponse<String> put(
      String lang, String type, JsonObject stream, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return put(ann, video, lang, type, stream.getString("request_id"), bytes);
  }

  private static List<JsonObject> captions(long fileId) {
    return ann.video(fileId).getJsonArray("captions").getValuesAs(JsonObject.class);
  }

  private static String object(String language) {
    return captions(video).stream()
        .filter(c -> c.getString("language").equals(language))
        .findFirst()
        .orElseThrow()
        .getString("object");
  }

  private static HttpResponse<String> fetch(JsonObject stream, String object) {
    return ann.get(stream.getString("media_url").replaceFirst("[^/]+$", object));
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Api.json(answer).getString("code")).isEqualTo(code);
  }

  private static List<String> files(long fileId) throws IOException {
    try (Stream<Path> files =
        Files.list(SERVER.installation().storage().resolve("videos/" + fileId))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void subtitlesOfAMatroskaFileAreCaptions() throws IOException {
    long mkv =
        ann.uploadProcessed(
            withSubtitles(
                "captions.mkv",
                ("-map 1 -map 2 -c:s:0 srt -c:s:1 ass -metadata:s:s:0 language=ger"
                        + " -metadata:s:s:1 language=fre -metadata:s:s:1 title=Malentendants")
                    .split(" ")),
            KEY);
    assertThat(captions(mkv))
        .extracting(c -> c.getString("language"), c -> c.getString("label"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("de", "Deutsch"),
            org.assertj.core.groups.Tuple.tuple("fr", "Malentendants"));
    assertThat(ann.video(mkv).getJsonArray("warnings")).isEmpty();

    JsonObject stream = ann.stream(mkv, KEY);
    List<JsonObject> offered = stream.getJsonArray("captions").getValuesAs(JsonObject.class);
    HttpResponse<String> german = ann.get(offered.get(0).getString("url"));
    assertThat(german.statusCode()).isEqualTo(200);
    assertThat(header(german, "Content-Type"))
        .isEqualToIgnoringWhitespace("text/vtt; charset=utf-8");
    assertThat(header(german, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(german, "Cache-Control")).contains("no-store");
    assertThat(german.body()).isEqualTo(VTT);
    HttpResponse<String> french = ann.get(offered.get(1).getString("url"));
    assertThat(french.body()).contains("00:00:01.000 --> 00:00:02.000\nBonjour\ntous\n");
    assertThat(
            new String(
                StoredRendition.read(SERVER.installation().storage(), mkv, "captions.de.vtt", KEY),
                StandardCharsets.UTF_8))
        .as("recovered from storage and key alone")
        .isEqualTo(VTT);

    String list = ann.get(stream.getString("manifest_url")).body();
    assertThat(list).contains("NAME=\"Malentendants\",LANGUAGE=\"fr\"", "SUBTITLES=\"captions\"");
    String playlist = stream.getString("manifest_url").replace(".m3u8", "/captions.de.vtt.m3u8");
    assertThat(ann.get(playlist).body()).contains("/captions.de.vtt\n#EXT-X-ENDLIST");
    assertThat(ann.get(stream.getString("dash_url")).body())
        .contains("mimeType=\"text/vtt\" lang=\"de\"", "<Label>Malentendants</Label>");
  }

  @Test
  void timedTextOfAnMp4FileIsCaptions() throws IOException {
    long mp4 =
        ann.uploadProcessed(
            withSubtitles(
                "captions.mp4", "-map 1 -c:s mov_text -metadata:s:s:0 language=eng".split(" ")),
            KEY);
    assertThat(captions(mp4)).extracting(c -> c.getString("label")).containsExactly("English");
    assertThat(fetch(ann.stream(mp4, KEY), "captions.en.vtt").body()).contains("Grüße");
  }

  @Test
  void theOwnerAddsReplacesAndRemovesCaptions() throws IOException, SQLException {
    JsonObject stream = ann.stream(video, KEY);
    List<String> before = files(video);

    assertThat(put("ger", "application/x-subrip", stream, "\uFEFF" + SRT).statusCode())
        .isEqualTo(204);
    String first = object("de");
    assertThat(fetch(stream, first).body()).as("a session that is older knows it").isEqualTo(VTT);
    assertThat(StoredRendition.read(SERVER.installation().storage(), video, first, KEY))
        .isEqualTo(VTT.getBytes(StandardCharsets.UTF_8));
    assertThat(ann.get(stream.getString("manifest_url")).body()).contains("NAME=\"Deutsch\"");

    String other = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nanders\n";
    assertThat(put("de", "text/vtt; charset=UTF-8", stream, other).statusCode()).isEqualTo(204);
    String second = object("de");
    assertThat(second).isNotEqualTo(first);
    assertThat(fetch(stream, second).body()).isEqualTo(other);
    refused(fetch(stream, first), 404, "not_found");
    assertThat(files(video)).as("the replaced object is deleted").hasSize(before.size() + 1);

    assertThat(ann.delete("/api/videos/" + video + "/captions/DE").statusCode()).isEqualTo(204);
    assertThat(captions(video)).isEmpty();
    refused(fetch(stream, second), 404, "not_found");
    assertThat(files(video)).isEqualTo(before);
    assertThat(keyFile()).doesNotContain("captions.");
    refused(ann.delete("/api/videos/" + video + "/captions/de"), 404, "not_found");
    assertThat(ann.get(stream.getString("manifest_url")).body()).doesNotContain("SUBTITLES");
    try (Connection database = SERVER.installation().database();
        Statement statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from object_deletion where video_id = " + video)) {
      rows.next();
      assertThat(rows.getInt(1)).as("deletions that aren't complete").isZero();
    }
  }

  private static String keyFile() throws IOException {
    return Files.readString(
        SERVER.installation().storage().resolve("videos/" + video + "/keys.json"));
  }

  @Test
  void whatIsNoCaptionsLeavesNothing() throws IOException {
    JsonObject stream = ann.stream(video, KEY);
    List<String> before = files(video);
    HttpResponse<String> broken =
        put("it", "application/x-subrip", stream, "1\n00:00:01,000 -> 00:00:02,000\nx\n");
    refused(broken, 422, "invalid_captions");
    assertThat(Api.json(broken).getString("detail")).startsWith("Line 2: times such as");
    refused(put("it", "text/vtt", stream, SRT), 422, "invalid_captions");
    refused(put("it", "text/vtt", stream, "WEBVTT\n"), 422, "invalid_captions");
    refused(
        put(
            ann,
            video,
            "it",
            "application/x-subrip",
            stream.getString("request_id"),
            SRT.getBytes(StandardCharsets.ISO_8859_1)),
        422,
        "invalid_captions");
    refused(put("it", "text/vtt", stream, VTT + "x".repeat(2 << 20)), 413, "captions_too_large");
    refused(put("it", "text/plain", stream, VTT), 415, "unsupported_media_type");
    refused(put("it", "text/vtt; charset=latin1", stream, VTT), 415, "unsupported_media_type");
    refused(put("en_US", "text/vtt", stream, VTT), 422, "validation_failed");
    assertThat(files(video)).isEqualTo(before);
    assertThat(captions(video)).isEmpty();
  }

  @Test
  void onlyTheOwnerWithAnOpenStreamMayChangeThem() {
    byte[] vtt = VTT.getBytes(StandardCharsets.UTF_8);
    JsonObject stream = ann.stream(video, KEY);
    String id = stream.getString("request_id");
    Api bob = Api.signUp(SERVER);
    long videoOfBob = bob.uploadProcessed(TestVideos.mp4(1), KEY);
    refused(put(bob, video, "it", "text/vtt", id, vtt), 404, "not_found");
    refused(put(bob, videoOfBob, "it", "text/vtt", id, vtt), 404, "session_ended");
    refused(bob.delete("/api/videos/" + video + "/captions/it"), 404, "not_found");
    refused(put(ann, video, "it", "text/vtt", null, vtt), 400, "missing_field");
    refused(put(ann, video, "it", "text/vtt", "no-such-stream", vtt), 404, "session_ended");
    ann.endStream(stream);
    refused(put(ann, video, "it", "text/vtt", id, vtt), 404, "session_ended");
    assertThat(captions(video)).isEmpty();
  }

  @Test
  void aVideoHasAtMost32Captions() {
    long full = ann.uploadProcessed(TestVideos.mp4(1), KEY);
    String id = ann.stream(full, KEY).getString("request_id");
    byte[] vtt = VTT.getBytes(StandardCharsets.UTF_8);
    for (int i = 1; i <= 32; i++) {
      assertThat(put(ann, full, "en-x-" + i, "text/vtt", id, vtt).statusCode()).isEqualTo(204);
    }
    refused(put(ann, full, "de", "text/vtt", id, vtt), 409, "too_many_captions");
    assertThat(put(ann, full, "en-x-7", "text/vtt", id, vtt).statusCode()).isEqualTo(204);
    assertThat(captions(full)).hasSize(32);
  }
}
