package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the packets of a file without decoding them. */
final class SourceScanner {
  /**
   * Packet lengths of transport streams in bytes: plain, with time stamps (M2TS), with error
   * correction.
   */
  private static final List<Integer> TS_PACKETS = List.of(188, 192, 204);

  /** Length in seconds of the beginning and of the end that a sample consists of. */
  private static final int SAMPLED = 20;

  /** Size in bytes up to which a whole file is scanned within about a second. */
  private static final long SOON_SCANNED = 256L << 20;

  /**
   * Formats without an index, in which ffmpeg guesses times by the bit rate when it doesn't read
   * from the beginning.
   */
  private static final Set<String> GUESSED = Set.of("mp3", "aac");

  private final FfmpegRunner runner;

  SourceScanner(FfmpegRunner runner) {
    this.runner = runner;
  }

  /**
   * Scans a file, each packet once. A damaged file is read as far as possible, and the result says
   * so.
   *
   * @throws DomainException OBJECT_UNAVAILABLE or another code of storage, when the source can't be
   *     read; PROCESSING_TIMEOUT
   */
  SourceScan scan(MediaSource source, MediaInfo info, Cancellation cancellation) {
    PacketScan scan = new PacketScan(info);
    List<String> errors = read(source, List.of(), scan, cancellation);
    try {
      return scan.result(errors, isTruncated(source, info));
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }

  /**
   * Scans the beginning and the end of a file that is long to scan. What lies between is assumed to
   * be like them, so that the result is good for an attempt that the whole scan confirms or ends.
   *
   * @return empty when the whole file is scanned soon, or its end can't be found by time
   * @throws DomainException as the other method
   */
  Optional<SourceScan> sample(MediaSource source, MediaInfo info, Cancellation cancellation) {
    double end = info.start() + info.duration();
    if (isScannedSoon(source)
        || info.duration() < 4 * SAMPLED
        || GUESSED.contains(info.container())
        || TimestampJoin.mayJump(info.container())) {
      return Optional.empty();
    }
    SourceScan beginning = interval(source, info, "%+" + SAMPLED, cancellation);
    if (beginning.isDamaged() || !beginning.isTimed()) {
      return Optional.empty();
    }
    String ending = String.format(Locale.ROOT, "%.3f%%", end - SAMPLED);
    return beginning
        .and(interval(source, info, ending, cancellation))
        .filter(sample -> sample.isTimed() && sample.end() > end - SAMPLED);
  }

  private static boolean isScannedSoon(MediaSource source) {
    try {
      return source.size() <= SOON_SCANNED;
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }

  private SourceScan interval(
      MediaSource source, MediaInfo info, String interval, Cancellation cancellation) {
    PacketScan scan = new PacketScan(info);
    List<String> arguments = List.of("-read_intervals", interval);
    return scan.result(read(source, arguments, scan, cancellation), false);
  }

  /**
   * Scans the next part of a file whose structure is known to be complete.
   *
   * @param scan has read the parts before
   * @return the result for all parts so far, with the errors of this part
   * @throws DomainException as the other method
   */
  SourceScan scanNext(MediaSource part, PacketScan scan, Cancellation cancellation) {
    return scan.result(read(part, List.of(), scan, cancellation), false);
  }

  private List<String> read(
      MediaSource source, List<String> interval, PacketScan scan, Cancellation cancellation) {
    List<String> arguments = new ArrayList<>(interval);
    arguments.addAll(PacketScan.ARGUMENTS);
    try (LoopbackLink link = new LoopbackLink(source, null)) {
      return runner
          .probe(link, arguments, runner.settings().timeLimit(), scan, cancellation)
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
