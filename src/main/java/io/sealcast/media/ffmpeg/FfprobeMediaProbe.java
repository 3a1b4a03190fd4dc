package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaProbe;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Probes with ffprobe, after the checks that need no ffprobe. */
@ApplicationScoped
class FfprobeMediaProbe implements MediaProbe {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(45);
  private static final int MAX_REPORT = 4 << 20;
  private static final String CHAPTER = "chapters.chapter.";
  private static final int MAX_DIGITS = 6;

  private static final List<String> ARGUMENTS =
      List.of(
          "-of",
          "flat",
          "-show_entries",
          "format=format_name,duration,start_time"
              + ":stream=index,codec_type,codec_name,codec_tag_string,profile,level,pix_fmt,width"
              + ",height,sample_aspect_ratio,avg_frame_rate,r_frame_rate,field_order,start_time"
              + ",duration,channels,channel_layout,sample_rate"
              + ",color_transfer,color_primaries,color_space,color_range"
              + ":stream_tags=language,title"
              + ":chapter=start_time,end_time:chapter_tags=title"
              + ":stream_disposition=default,attached_pic,still_image,timed_thumbnails,forced"
              + ",comment,visual_impaired"
              + ":stream_side_data=rotation,displaymatrix");

  private final FfmpegRunner runner;

  @Inject
  FfprobeMediaProbe(FfmpegRunner runner) {
    this.runner = runner;
  }

  @Override
  public MediaInfo probe(MediaSource source, Cancellation cancellation) {
    try (LoopbackLink link = new LoopbackLink(source, null)) {
      if (source.size() == 0) {
        throw new DomainException(ErrorCode.EMPTY_FILE);
      }
      FlatReport[] report = {new FlatReport("")};
      ChildProcess.Outcome outcome =
          runner.probe(
              link,
              ARGUMENTS,
              TIME_LIMIT,
              in -> report[0] = FlatReport.read(in, MAX_REPORT, FfprobeMediaProbe::isUsed),
              cancellation);
      if (outcome.exitCode() != 0) {
        throw Diagnosis.of(outcome.errors());
      }
      return ReportReader.read(report[0]);
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }

  /** Whether a value is read, so that a file of many chapters can't fill the report with them. */
  private static boolean isUsed(String name) {
    if (!name.startsWith(CHAPTER)) {
      return true;
    }
    String number = name.substring(CHAPTER.length(), name.indexOf('.', CHAPTER.length()));
    return number.length() <= MAX_DIGITS && Integer.parseInt(number) < MediaInfo.MAX_CHAPTERS;
  }
}
