package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.media.MediaInfo;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import org.junit.jupiter.api.Test;

/** Tests the selection of streams and the orientation of the picture with reports of ffprobe. */
class ReportReaderTest {

  private static String stream(int index, String codec, int byDefault) {
    String stream = "streams.stream." + index + ".";
    return stream
        + ("index=" + index + "\n")
        + (stream + "codec_type=\"video\"\n")
        + (stream + "codec_name=\"" + codec + "\"\n")
        + (stream + "width=320\n" + stream + "height=180\n")
        + (stream + "disposition.default=" + byDefault + "\n");
  }

  private static MediaInfo.Video read(String report) {
    return ReportReader.read(new FlatReport("format.format_name=\"matroska\"\n" + report))
        .video()
        .orElseThrow();
  }

  /** The camera's preview is the first stream and isn't marked as a still. */
  @Test
  void takesTheFilmAndNotTheStillBesideIt() {
    assertThat(read(stream(0, "mjpeg", 1) + stream(1, "h264", 0)).codec()).isEqualTo("h264");
  }

  @Test
  void takesAFilmOfStillsWhereThereIsNoOther() {
    assertThat(read(stream(0, "mjpeg", 0) + stream(1, "mjpeg", 1)).index()).isEqualTo(1);
  }

  private static MediaInfo sound(String tag) {
    String cover = stream(0, "png", 0) + "streams.stream.0.disposition.attached_pic=1\n";
    String sound = "streams.stream.1.";
    return ReportReader.read(
        new FlatReport(
            "format.format_name=\"mov,mp4,m4a,3gp,3g2,mj2\"\nformat.duration=\"7.5\"\n"
                + cover
                + (sound + "index=1\n" + sound + "codec_type=\"audio\"\n")
                + (sound + "codec_name=\"aac\"\n" + sound + "sample_rate=44100\n")
                + (sound + "codec_tag_string=\"" + tag + "\"\n")));
  }

  /** A cover doesn't move. */
  @Test
  void soundWithACoverIsSoundAlone() {
    MediaInfo info = sound("mp4a");
    assertThat(info.video()).isEmpty();
    assertThat(info.audio().orElseThrow().index()).isEqualTo(1);
    assertThat(info.duration()).isEqualTo(7.5);
  }

  @Test
  void refusesSoundAloneThatIsCopyProtected() {
    assertThatThrownBy(() -> sound("enca"))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_CODEC));
  }

  private static MediaInfo.Video turned(String rotation, String first, String second) {
    String side = "streams.stream.0.side_data_list.side_data.0.";
    return read(
        stream(0, "h264", 1)
            + (side + "displaymatrix=\"\\n00000000: " + first + "           0")
            + ("\\n00000001: " + second + "           0")
            + "\\n00000002:            0           0  1073741824\\n\"\n"
            + (side + "rotation=" + rotation + "\n"));
  }

  @Test
  void tellsAMirrorFromATurn() {
    MediaInfo.Video upsideDown = turned("-180", "      -65536           0", "     0      -65536");
    assertThat(upsideDown.rotation()).isEqualTo(180);
    assertThat(upsideDown.mirrored()).isFalse();

    // the rotation alone would be 0
    MediaInfo.Video mirrored = turned("0", "       65536           0", "     0      -65536");
    assertThat(mirrored.rotation()).isZero();
    assertThat(mirrored.mirrored()).isTrue();

    MediaInfo.Video both = turned("90", "           0      -65536", "-65536           0");
    assertThat(both.rotation()).isEqualTo(270);
    assertThat(both.mirrored()).isTrue();
  }
}
