package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.util.List;

/** Reads every packet of a file once, without decoding it. */
final class SourceScanner {
  /** Bytes: plain, with time stamps (M2TS), with error correction. */
  private static final List<Integer> TS_PACKETS = List.of(188, 192, 204);

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
      return scan.survey(outcome.errors(), endsInPacket(source, info));
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }

  /** A transport stream has no length of its own, but it consists of equal packets. */
  private static boolean endsInPacket(MediaSource source, MediaInfo info) throws IOException {
    long size = source.size();
    return info.container().equals("mpegts")
        && TS_PACKETS.stream().noneMatch(packet -> size % packet == 0);
  }
}
