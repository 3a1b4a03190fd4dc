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
import java.util.Comparator;
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

  @Test
  void ffmpegPlaysTheDashManifestToTheEndWithoutAWarning() throws Exception {
    String url = SERVER.uri(ann.stream(fileId, KEY).getString("dash_url")).toString();
    assertThat(played(url)).contains("frame=250\n");
  }

  /** ffmpeg reads each track by its own requests, and each segment by its range. */
  @Test
  void ffmpegPlaysPictureAndSoundApart() throws Exception {
    long spoken = ann.uploadProcessed(TestVideos.mp4(6), KEY);
    JsonObject stream = ann.stream(spoken, KEY);
    for (String address : List.of("manifest_url", "dash_url")) {
      String progress = played(SERVER.uri(stream.getString(address)).toString());
      assertThat(progress).contains("frame=150\n");
      assertThat(progress).as("sound").containsPattern("Stream #0:[01].*Audio: aac");
    }
    String playlists = SERVER.uri(stream.getString("manifest_url")).toString();
    String folder = playlists.replaceFirst("\\.m3u8$", "/" + name(stream));
    assertThat(played(folder + ".picture.m3u8")).contains("frame=150\n").doesNotContain("Audio:");
    assertThat(played(folder + ".sound.m3u8")).contains("Audio:").doesNotContain("Video:");
    assertThat(played(folder + ".m3u8")).contains("frame=150\n", "Audio:");
    assertThat(ann.get(folder + ".x.m3u8").statusCode()).isEqualTo(404);
  }

  @Test
  void theSegmentsOfPictureAndSoundTileTheRendition() throws Exception {
    long spoken = ann.uploadProcessed(TestVideos.mp4(6), KEY);
    JsonObject stream = ann.stream(spoken, KEY);
    byte[] file = StoredRendition.read(SERVER.installation().storage(), spoken, name(stream), KEY);
    URI url = SERVER.uri(stream.getString("dash_url"));
    List<DashDocument.Representation> tracks =
        DashDocument.parse(ann.get(url.toString()).body()).representations();
    assertThat(tracks)
        .extracting(DashDocument.Representation::id)
        .containsExactly(name(stream) + ".picture", name(stream) + ".sound");
    assertThat(tracks).extracting(DashDocument.Representation::adaptationSet).containsExactly(0, 1);
    List<DashDocument.Range> segments = new ArrayList<>();
    for (DashDocument.Representation track : tracks) {
      assertThat(url.resolve(track.url())).isEqualTo(SERVER.uri(stream.getString("media_url")));
      segments.addAll(track.ranges().subList(1, track.ranges().size()));
    }
    segments.sort(Comparator.comparingLong(DashDocument.Range::from));
    long next = segments.get(0).from();
    for (DashDocument.Range range : segments) {
      assertThat(range.from()).isEqualTo(next);
      next = range.to() + 1;
    }
    assertThat(next).isEqualTo(file.length);
  }

  /** Returns the name of the rendition. */
  private static String name(JsonObject stream) {
    return stream.getString("media_url").replaceFirst(".*/", "");
  }

  /** Decodes all streams and returns what ffmpeg says, which must not be a warning. */
  private static String played(String url) throws Exception {
    List<String> command = new ArrayList<>(TestVideos.ffmpeg());
    command.addAll(List.of("-hide_banner", "-v", "level+info", "-nostdin", "-progress", "pipe:1"));
    command.addAll(List.of("-headers", "Authorization: " + ann.authorization() + "\r\n"));
    command.addAll(List.of("-i", url, "-map", "0", "-fps_mode", "passthrough", "-f", "null", "-"));
    Process ffmpeg = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ffmpeg.waitFor()).as(output).isZero();
    assertThat(output).doesNotContain("[warning]", "[error]", "[fatal]");
    return output;
  }
}
