package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Makes one attempt at a rendition: runs ffmpeg by a plan and checks the output. */
final class RenditionMaker {
  private final FfmpegRunner runner;
  private final MediaSource source;
  private final MediaInfo info;
  private final SourceScan scan;
  private final MediaSink sink;
  private final IntConsumer progress;
  private final Cancellation cancellation;

  /** The name of the previous attempt's output, or null. */
  private @Nullable String lastOutput;

  /**
   * @param info result of probing the source
   * @param scan result of scanning the source
   */
  RenditionMaker(
      FfmpegRunner runner,
      MediaSource source,
      MediaInfo info,
      SourceScan scan,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation) {
    this.runner = runner;
    this.source = source;
    this.info = info;
    this.scan = scan;
    this.sink = sink;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /**
   * The result of an attempt.
   *
   * @param arrival the output
   * @param damages number of ffmpeg's messages about data that can't be decoded
   * @param damagedPicture whether one of them is about a picture
   * @param wrong the defect that the check found, for the log; empty when the rendition is good
   */
  record Try(
      LoopbackLink.Arrival arrival, long damages, boolean damagedPicture, Optional<String> wrong) {
    /** Returns the time in seconds at which the last picture ends. */
    double pictureEnd() {
      return arrival.index().duration();
    }
  }

  /**
   * Makes and checks a rendition.
   *
   * @throws DomainException with the reason, when ffmpeg made no output
   */
  Try run(RenditionPlan plan) {
    RenditionCommand command =
        new RenditionCommand(
            info,
            plan,
            FrameRate.of(info.video(), scan.picture()),
            runner.videoEncoder(),
            runner.convertsColors(),
            threads());
    try (LoopbackLink link = new LoopbackLink(source, sink)) {
      discardLastOutput(plan);
      ChildProcess.Outcome outcome =
          runner.encode(
              link,
              command.inputs(),
              threads(),
              command.outputs(link.outputUrl(plan.name())),
              new ProgressReader(plan.length(), progress),
              cancellation);
      if (outcome.exitCode() != 0) {
        throw failure(link, outcome);
      }
      LoopbackLink.Arrival arrival = link.arrival();
      long damages = Diagnosis.damages(outcome.errors());
      return new Try(
          arrival,
          damages,
          Diagnosis.damagesPicture(outcome.errors()),
          check(plan, arrival, damages > 0));
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }

  /**
   * Discards the output of the previous attempt. It may have another name, and two outputs would
   * need twice the space.
   */
  private void discardLastOutput(RenditionPlan next) throws IOException {
    if (lastOutput != null) {
      sink.discard(lastOutput);
    }
    lastOutput = next.name();
  }

  private int threads() {
    return runner.threads((long) info.video().width() * info.video().height());
  }

  private Optional<String> check(RenditionPlan plan, LoopbackLink.Arrival arrival, boolean damaged)
      throws IOException {
    MediaSource made = sink.reopen(plan.name());
    MediaInfo madeInfo;
    try {
      madeInfo = new FfprobeMediaProbe(runner).probe(made, cancellation);
    } catch (DomainException e) {
      if (e.code() == ErrorCode.PROCESSING_INTERRUPTED) {
        throw e;
      }
      return Optional.of("it can't be read: " + e.code());
    }
    boolean whole = plan.copyVideo() || damaged || scan.isDamaged();
    return new RenditionCheck(runner, madeInfo, made, arrival.index(), plan)
        .run(whole, cancellation);
  }

  /**
   * Chooses the failure to report. A failure of the sink has precedence over ffmpeg's messages,
   * which are its consequence.
   */
  private DomainException failure(LoopbackLink link, ChildProcess.Outcome outcome) {
    DomainException refused = link.refusal();
    if (refused != null) {
      return refused;
    }
    if (scan.isCutOff()) {
      return new DomainException(ErrorCode.TRUNCATED_VIDEO);
    }
    DomainException reason = Diagnosis.of(outcome.errors());
    // the probe found a video, so data that can't be decoded now is damaged or too new
    return reason.code() == ErrorCode.NOT_A_VIDEO
        ? new DomainException(ErrorCode.PROCESSING_FAILED)
        : reason;
  }
}
