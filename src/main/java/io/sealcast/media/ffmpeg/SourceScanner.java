package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.util.List;

/** Reads every packet of a file once, without decoding the packets. */
final class SourceScanner {
  /**
   * Packet lengths of transport streams in bytes: plain, with time stamps (M2TS), with error
   * correction.
   */
  private static final List<Integer> TS_PACKETS = List.of(188, 192, 204);

  private final FfmpegRunner runner;

  SourceScanner(FfmpegRunner runner) {
    this.runner = runner;
  }

  /**
   * Scans a file. A damaged file is read as far as possible, and the result says so.
   *
   * @throws DomainException OBJECT_UNAVAILABLE or another code of storage, when the source can't be
   *     read; PROCESSING_TIMEOUT
   */
  SourceScan scan(MediaSource source, MediaInfo info, Cancellation cancellation) {
    PacketScan scan = new PacketScan(info);
    List<String> errors = read(source, scan, cancellation);
    try {
      return scan.result(errors, isTruncated(source, info));
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }

  /**
   * Scans the next part of a file whose structure is known to be complete.
   *
   * @param scan has read the parts before
   * @return the result for all parts so far, with the errors of this part
   * @throws DomainException as the other method
   */
  SourceScan scanNext(MediaSource part, PacketScan scan, Cancellation cancellation) {
    return scan.result(read(part, scan, cancellation), false);
  }

  private List<String> read(MediaSource source, PacketScan scan, Cancellation cancellation) {
    try (LoopbackLink link = new LoopbackLink(source, null)) {
      return runner
          .probe(link, PacketScan.ARGUMENTS, runner.settings().timeLimit(), scan, cancellation)
          .errors();
    }
  }

  /**
   * Whether the file ends earlier than its structure announces. ffmpeg doesn't report that when the
   * file ends between two pictures. A transport stream has no length field, but its packets are
   * equally long; the boxes of an MP4 state their lengths.
   */
  private static boolean isTruncated(MediaSource source, MediaInfo info) throws IOException {
    if (info.container().equals("mpegts")) {
      long size = source.size();
      return TS_PACKETS.stream().noneMatch(packet -> size % packet == 0);
    }
    return info.container().contains("mov") && BoxScan.isTruncated(source);
  }
}
