package io.sealcast.it.api;

import static io.sealcast.it.client.Api.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Tests the storyboard and the chapters of an uploaded file. */
class StoryboardIT {
  private static final String KEY = "a key of storyboards";
  private static final SealcastServer SERVER = SealcastServer.shared();

  private static byte[] stored(long video, String object) {
    return StoredRendition.read(SERVER.installation().storage(), video, object, KEY);
  }

  @Test
  void aVideoHasPicturesForTheSeekBarAndTheChaptersOfItsFile() throws IOException {
    Api ann = Api.signUp(SERVER);
    long video = ann.uploadProcessed(TestVideos.chapters(12, 5, "Grüße & <b>mehr</b>", "第二章"), KEY);
    assertThat(ann.video(video).getJsonArray("warnings")).isEmpty();
    JsonObject stream = ann.stream(video, KEY);

    HttpResponse<String> index = ann.get(stream.getString("storyboard_url"));
    assertThat(index.statusCode()).isEqualTo(200);
    assertThat(header(index, "Content-Type"))
        .isEqualToIgnoringWhitespace("text/vtt; charset=utf-8");
    assertThat(header(index, "Cache-Control")).contains("no-store");
    assertThat(index.body())
        .startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nstoryboard-0.jpg#xywh=0,0,160,90\n")
        .contains("\n00:00:10.000 --> 00:00:12.0")
        .isEqualTo(new String(stored(video, "storyboard.vtt"), StandardCharsets.UTF_8));

    String address = stream.getString("storyboard_url").replace("storyboard.vtt", "");
    HttpResponse<byte[]> sheet =
        ann.send(ann.request(address + "storyboard-0.jpg").GET(), BodyHandlers.ofByteArray());
    assertThat(sheet.statusCode()).isEqualTo(200);
    assertThat(header(sheet, "Content-Type")).isEqualTo("image/jpeg");
    assertThat(sheet.body()).isEqualTo(stored(video, "storyboard-0.jpg"));
    var picture = ImageIO.read(new ByteArrayInputStream(sheet.body()));
    assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(6 * 160, 90);
    assertThat(ann.get(address + "storyboard-1.jpg").statusCode()).isEqualTo(404);

    HttpResponse<String> chapters = ann.get(stream.getString("chapters_url"));
    assertThat(header(chapters, "Content-Type"))
        .isEqualToIgnoringWhitespace("text/vtt; charset=utf-8");
    // the file's clock begins a moment before its picture
    assertThat(chapters.body())
        .matches(
            "WEBVTT\n\n00:00:00\\.000 --> 00:00:04\\.9\\d\\d\n"
                + "Grüße &amp; &lt;b&gt;mehr&lt;/b&gt;\n\n"
                + "00:00:04\\.9\\d\\d --> 00:00:11\\.9\\d\\d\n第二章\n")
        .isEqualTo(new String(stored(video, "chapters.vtt"), StandardCharsets.UTF_8));
    assertThat(ann.get(stream.getString("manifest_url")).body())
        .as("players of manifests see neither")
        .doesNotContain("storyboard", "chapters");
  }

  @Test
  void aFileWithoutChaptersHasNone() {
    Api ann = Api.signUp(SERVER);
    long video = ann.uploadProcessed(TestVideos.mp4(4), KEY);
    JsonObject stream = ann.stream(video, KEY);
    assertThat(stream.isNull("chapters_url")).isTrue();
    assertThat(stream.isNull("storyboard_url")).isFalse();
  }
}
