package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.List;
import java.util.Optional;

/** Verifies a sound track as a player will read it: demuxes and decodes all of it. */
final class SoundCheck {
  /** Largest difference in seconds between the ends of the sound and of the video. */
  private static final double MAX_DIFFERENCE = 0.25;

  private final FfmpegRunner runner;
  private final double length;

  /**
   * @param length duration of the video in seconds
   */
  SoundCheck(FfmpegRunner runner, double length) {
    this.runner = runner;
    this.length = length;
  }

  /**
   * Returns the defect of a track, for the log; empty when it plays.
   *
   * @throws DomainException PROCESSING_INTERRUPTED, PROCESSING_TIMEOUT, or a failure to read it
   */
  Optional<String> defect(MediaSource track, FragmentIndex index, Cancellation cancellation) {
    MediaInfo info;
    try {
      info = new FfprobeMediaProbe(runner).probe(track, cancellation);
    } catch (DomainException e) {
      if (e.code() == ErrorCode.PROCESSING_INTERRUPTED) {
        throw e;
      }
      return Optional.of("it can't be read: " + e.code());
    }
    SourceScan scan = new SourceScanner(runner).scan(track, info, cancellation);
    return packets(scan, index).or(() -> decoding(track, cancellation));
  }

  private Optional<String> packets(SourceScan scan, FragmentIndex index) {
    if (scan.sound().isEmpty() || scan.isDamaged()) {
      return Optional.of("it can't be read");
    }
    PacketSummary sound = scan.sound().get();
    if (sound.unsteady()
        || sound.drift() > RenditionCheck.MAX_HOLE
        || sound.start() > RenditionCheck.LATEST_START) {
      return Optional.of("a hole in the sound");
    }
    boolean whole =
        Math.abs(sound.end() - length) <= MAX_DIFFERENCE
            && Math.abs(index.duration() - length) <= MAX_DIFFERENCE;
    return whole ? Optional.empty() : Optional.of("sound that ends at " + sound.end() + " s");
  }

  private Optional<String> decoding(MediaSource track, Cancellation cancellation) {
    try (LoopbackLink link = new LoopbackLink(track, null)) {
      ChildProcess.Outcome outcome =
          runner.encode(
              link,
              List.of(List.of()),
              1,
              List.of("-progress", "pipe:1", "-map", "0", "-f", "null", "-"),
              new ProgressReader(0, percent -> {}),
              cancellation);
      return outcome.exitCode() == 0 && outcome.errors().isEmpty()
          ? Optional.empty()
          : Optional.of(
              "it can't be decoded: " + outcome.errors().stream().findFirst().orElse("no reason"));
    }
  }
}
