package io.sealcast.media.ffmpeg;

import static io.sealcast.fuzz.Laws.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.fuzz.FuzzTarget;
import io.sealcast.media.MediaInfo;
import io.sealcast.problem.DomainException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What ffprobe and ffmpeg write, which a file may have taken over, is read as finite numbers and
 * percentages, or refused by a {@link DomainException}.
 */
public final class ReportFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "media-report";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        report("30/1", "1:1"),
        report("0/0", "N/A"),
        report("/", ":"),
        "frame=12\nout_time_us=1500000\nprogress=end\n".getBytes(UTF_8),
        "frame=N/A\nout_time_us=-9223372036854775808\n".getBytes(UTF_8));
  }

  /**
   * The parser takes some 65 KB; Jazzer adds copies of the texts that are compared, up to 4 MiB.
   */
  @Override
  public long maxAllocation() {
    return 16 << 20;
  }

  private static byte[] report(String rate, String aspect) {
    String stream = "streams.stream.0.";
    return String.join(
            "\n",
            stream + "codec_type=\"video\"",
            stream + "codec_name=\"h264\"",
            stream + "width=640",
            stream + "height=360",
            stream + "sample_aspect_ratio=\"" + aspect + "\"",
            stream + "avg_frame_rate=\"" + rate + "\"",
            stream + "r_frame_rate=\"" + rate + "\"",
            stream + "side_data_list.side_data.0.rotation=-90",
            "streams.stream.1.codec_type=\"audio\"",
            "streams.stream.1.codec_name=\"aac\"",
            "chapters.chapter.0.start_time=\"1.5\"",
            "chapters.chapter.0.end_time=\"2.5\"",
            "chapters.chapter.0.tags.title=\"a\\nb\"",
            "format.duration=\"1e999\"",
            "")
        .getBytes(UTF_8);
  }

  @Override
  public void parse(byte[] input) throws IOException {
    try {
      MediaInfo info = ReportReader.read(new FlatReport(new String(input, UTF_8)));
      Optional<MediaInfo.Video> video = info.video();
      require(
          Double.isFinite(info.duration())
              && Double.isFinite(video.map(MediaInfo.Video::frameRate).orElse(0.0)),
          "a time that is no number");
      double end = Double.NEGATIVE_INFINITY;
      for (MediaInfo.Chapter chapter : info.chapters()) {
        require(
            chapter.start() < chapter.end() && chapter.start() > end - 0.01,
            "chapters that overlap");
        require(chapter.title().length() <= 100, "a long title");
        end = chapter.end();
      }
      require(
          video.map(v -> v.width() > 0 && v.height() > 0).orElse(true), "a picture without a size");
      require(video.isPresent() || info.audio().isPresent(), "neither picture nor sound");
    } catch (DomainException e) {
      // that is how a file is refused
    }
    new ProgressReader(1, percent -> require(percent >= 0 && percent <= 100, "no percentage"))
        .read(new ByteArrayInputStream(input));
  }
}
