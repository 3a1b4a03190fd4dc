package io.sealcast.it.api;

import static io.sealcast.it.client.Api.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.gateway.manifest.DashDocument;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests that the manifests of HLS and DASH describe exactly the stored rendition. */
class ManifestsIT {
  private static final String KEY = "a key of some length";
  private static final SealcastServer SERVER = SealcastServer.shared();

  private static Api ann;
  private static long fileId;
  private static byte[] truth;

  @BeforeAll
  static void uploadAVideo() {
    ann = Api.signUp(SERVER);
    fileId = ann.uploadProcessed(TestVideos.large(6), KEY);
    String object =
        ann.video(fileId).getJsonArray("renditions").getJsonObject(0).getString("object");
    truth = StoredRendition.read(SERVER.installation().storage(), fileId, object, KEY);
  }

  @Test
  void thePlaylistTilesTheRendition() {
    JsonObject stream = ann.stream(fileId, KEY);
    URI top = SERVER.uri(stream.getString("manifest_url"));
    HttpResponse<String> list = ann.get(top.toString());
    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(header(list, "Content-Type")).startsWith("application/vnd.apple.mpegurl");
    assertThat(header(list, "X-Accel-Buffering")).isEqualTo("no");
    assertThat(list.body()).contains("CODECS=\"avc1.", "RESOLUTION=1280x720");
    URI media = top.resolve(list.body().lines().filter(l -> !l.startsWith("#")).findFirst().get());
    HttpResponse<String> mediaList = ann.get(media.toString());
    assertThat(header(mediaList, "X-Accel-Buffering")).isEqualTo("no");
    String playlist = mediaList.body();
    long next = 0;
    Matcher m = Pattern.compile("BYTERANGE[:=]\"?(\\d+)@(\\d+)").matcher(playlist);
    while (m.find()) {
      assertThat(Long.parseLong(m.group(2))).isEqualTo(next);
      next += Long.parseLong(m.group(1));
    }
    assertThat(next).isEqualTo(truth.length);
    URI file = media.resolve(playlist.lines().filter(l -> !l.startsWith("#")).findFirst().get());
    assertThat(file).isEqualTo(SERVER.uri(stream.getString("media_url")));
  }

  @Test
  void theRangesOfTheDashManifestAreTheRendition() {
    JsonObject stream = ann.stream(fileId, KEY);
    URI url = SERVER.uri(stream.getString("dash_url"));
    HttpResponse<String> answer = ann.get(url.toString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).startsWith("application/dash+xml");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(answer, "X-Accel-Buffering")).isEqualTo("no");
    DashDocument manifest = DashDocument.parse(answer.body());
    assertThat(manifest.duration()).isCloseTo(Duration.ofSeconds(10), Duration.ofMillis(100));
    assertThat(manifest.representations()).hasSize(1);
    DashDocument.Representation rendition = manifest.representations().get(0);
    assertThat(url.resolve(rendition.url())).isEqualTo(SERVER.uri(stream.getString("media_url")));
    assertThat(rendition.codecs()).startsWith("avc1.");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (DashDocument.Range range : rendition.ranges()) {
      HttpResponse<byte[]> part =
          ann.media(stream, "Range", "bytes=" + range.from() + "-" + range.to());
      assertThat(part.statusCode()).isEqualTo(206);
      all.writeBytes(part.body());
    }
    assertThat(all.toByteArray()).isEqualTo(truth);
    String path = stream.getString("dash_url");
    assertThat(ann.endStream(stream).statusCode()).isEqualTo(204);
    assertThat(ann.get(path).statusCode()).isEqualTo(404);
  }

  /** The video has no sound: ffmpeg can't separate picture and sound of one file in DASH. */
  @Test
  void ffmpegPlaysTheDashManifestToTheEndWithoutAWarning() throws Exception {
    String url = SERVER.uri(ann.stream(fileId, KEY).getString("dash_url")).toString();
    List<String> command = new ArrayList<>(TestVideos.ffmpeg());
    command.addAll(List.of("-v", "warning", "-nostdin", "-progress", "pipe:1"));
    command.addAll(List.of("-headers", "Authorization: " + ann.authorization() + "\r\n"));
    command.addAll(List.of("-i", url, "-map", "0", "-fps_mode", "passthrough", "-f", "null", "-"));
    Process ffmpeg = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ffmpeg.waitFor()).as(output).isZero();
    assertThat(output).contains("frame=250\n");
    // progress consists of names and values
    assertThat(output.lines().filter(line -> !line.matches("\\w+=.*")))
        .as("warnings, without those of the system about libraries")
        .allMatch(line -> line.endsWith(")") && line.contains("no version information available"));
  }
}
