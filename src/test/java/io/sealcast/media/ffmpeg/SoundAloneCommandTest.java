package io.sealcast.media.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.media.MediaInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the arguments of ffmpeg for files with sound alone. */
class SoundAloneCommandTest {
  private static MediaInfo info(String container, String codec) {
    String stream = "streams.stream.1.";
    return ReportReader.read(
        new FlatReport(
            ("format.format_name=\"" + container + "\"\nformat.start_time=\"2.0\"\n")
                + "streams.stream.0.codec_type=\"video\"\nstreams.stream.0.codec_name=\"png\"\n"
                + "streams.stream.0.disposition.attached_pic=1\n"
                + (stream + "index=1\n" + stream + "codec_type=\"audio\"\n")
                + (stream + "codec_name=\"" + codec + "\"\n" + stream + "profile=\"LC\"\n")
                + (stream + "channels=2\n" + stream + "sample_rate=48000\n")
                + (stream + "start_time=\"2.0\"\n")));
  }

  private static SourceScan scan(MediaInfo info) throws IOException {
    PacketScan scan = new PacketScan(info);
    StringBuilder packets = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      double time = 2 + i * 1024 / 48000.0;
      packets.append("1," + time + "," + time + "," + 1024 / 48000.0 + ",300,K__\n");
    }
    scan.read(new ByteArrayInputStream(packets.toString().getBytes(US_ASCII)));
    return scan.result(List.of(), false);
  }

  private static RenditionCommand command(MediaInfo info, RenditionPlan plan) throws IOException {
    return new RenditionCommand(info, plan, FrameRate.of(info, scan(info)), "libx264", true, 2);
  }

  private static String after(List<String> arguments, String option) {
    return arguments.get(arguments.indexOf(option) + 1);
  }

  /** The cover is a picture of the file, too, but not one that moves. */
  @Test
  void drawsWhatIsHeardFromItsFirstSampleOn() throws IOException {
    MediaInfo info = info("mp3", "mp3");
    assertThat(info.video()).isEmpty();
    RenditionPlan plan = RenditionPlan.encoding(info, scan(info));
    assertThat(plan.origin()).isEqualTo(2);
    RenditionCommand command = command(info, plan);

    assertThat(command.inputs()).containsExactly(List.of("-itsoffset", "0.000000"));
    List<String> arguments = command.outputs("http://127.0.0.1:1/out");
    assertThat(after(arguments, "-filter_complex"))
        .startsWith("[0:1]aresample=async=1:min_hard_comp=0.02:first_pts=0,apad=whole_dur=2.133333")
        .contains(",asplit[sound][heard];[heard]aresample=8000,")
        .contains("trim=end_frame=21,")
        .endsWith("[picture]");
    assertThat(String.join(" ", arguments))
        .contains(
            "-map [picture] -map [sound] ", "-c:a aac ", "expr:gte((n+0)*1,(n_forced*2+0)*10)")
        .doesNotContain("-vf", "-af");
  }

  @Test
  void drawsWhatIsCopied() throws IOException {
    MediaInfo info = info("mov,mp4,m4a,3gp,3g2,mj2", "aac");
    assertThat(CopyRules.against(info, scan(info))).isEmpty();
    List<String> arguments =
        command(info, RenditionPlan.copying(info, scan(info))).outputs("http://127.0.0.1:1/out");

    assertThat(after(arguments, "-filter_complex")).doesNotContain("asplit").endsWith("[picture]");
    assertThat(String.join(" ", arguments)).contains("-map [picture] -map 0:1 ", "-c:a copy ");
  }

  @Test
  void drawsSoundAfterItsConversionToOneFormat() throws IOException {
    MediaInfo info = info("ogg", "opus");
    assertThat(CopyRules.against(info, scan(info))).contains("format");
    RenditionPlan plan = RenditionPlan.encoding(info, scan(info)).unifyingSound();
    List<String> arguments = command(info, plan).outputs("http://127.0.0.1:1/out");

    assertThat(String.join(" ", arguments)).startsWith("-map 0:1 ").contains("-f null - -dec 0:0 ");
    assertThat(after(arguments, "-filter_complex")).startsWith("[dec:0]").contains("asplit");
  }

  /** ffmpeg fails when nothing can be decoded; it would make a silent rendition otherwise. */
  @Test
  void toleratesAllDamageButThatOfEverything() throws IOException {
    MediaInfo info = info("mp3", "mp3");
    List<String> arguments =
        command(info, RenditionPlan.encoding(info, scan(info))).outputs("http://127.0.0.1:1/out");
    assertThat(Double.parseDouble(after(arguments, "-max_error_rate")))
        .isBetween(0.9999, 0.99999999);
  }
}
