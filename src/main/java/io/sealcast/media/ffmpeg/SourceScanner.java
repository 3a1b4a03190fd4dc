package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;

/** Reads every packet of a file once, without decoding it. */
final class SourceScanner {
  private final FfmpegRunner runner;

  SourceScanner(FfmpegRunner runner) {
    this.runner = runner;
  }

  /**
   * Scans a file. A damaged one is read as far as it can be; the survey says so.
   *
   * @throws DomainException OBJECT_UNAVAILABLE and the like, when the source can't be read;
   *     PROCESSING_TIMEOUT
   */
  SourceSurvey scan(MediaSource source, MediaInfo info, Cancellation cancellation) {
    PacketScan scan = new PacketScan(info);
    try (LoopbackLink link = new LoopbackLink(source, null)) {
      ChildProcess.Outcome outcome =
          runner.probe(
              link, PacketScan.ARGUMENTS, runner.settings().timeLimit(), scan, cancellation);
      return scan.survey(outcome.errors());
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }
}
