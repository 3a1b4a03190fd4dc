package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartWriter;
import io.sealcast.media.RenditionPart;
import io.sealcast.media.RungPart;
import io.sealcast.media.RungWriter;
import io.sealcast.media.SourceRungPlan;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Makes a rung of the ladder that is larger than the default rendition, of the source. The source
 * is scanned again, so that the plan is the one of the default rendition but for its size; whether
 * that has led to the same segments is verified at the end.
 */
final class SourceRungMaker {
  private static final Logger LOG = System.getLogger(SourceRungMaker.class.getName());

  private final FfmpegRunner runner;
  private final MediaSource source;
  private final MediaInfo info;
  private final SourceRungPlan plan;
  private final MediaSink sink;

  SourceRungMaker(
      FfmpegRunner runner,
      MediaSource source,
      MediaInfo info,
      SourceRungPlan plan,
      MediaSink sink) {
    this.runner = runner;
    this.source = source;
    this.info = info;
    this.plan = plan;
    this.sink = sink;
  }

  /** Makes the rung; the exceptions are those of {@link FfmpegTranscoder#makeSourceRung}. */
  RungPart make(IntConsumer progress, Cancellation cancellation) {
    SourceScan scan = new SourceScanner(runner).scan(source, info, cancellation);
    if (scan.picture().isEmpty()) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED);
    }
    RenditionPlan pictures =
        RenditionPlan.encoding(info, scan).picturesIn(plan.size().width(), plan.size().height());
    String name = RenditionPart.name(plan.name(), 0);
    PartWriter.Part written = encode(pictures, scan, name, progress, cancellation);
    Optional<String> wrong =
        plan.starts()
            .differenceTo(written.index())
            .or(() -> check(pictures, scan, name, written, cancellation));
    if (wrong.isPresent()) {
      LOG.log(Level.WARNING, "{0} doesn''t play: {1}", plan.name(), wrong.get());
      throw new DomainException(ErrorCode.PROCESSING_FAILED);
    }
    RenditionPart part =
        new RenditionPart(
            plan.name(),
            0,
            name,
            plan.size().width(),
            plan.size().height(),
            written.size(),
            written.index(),
            0);
    return new RungPart(part, RungMaker.digest(written.init()));
  }

  private PartWriter.Part encode(
      RenditionPlan pictures,
      SourceScan scan,
      String name,
      IntConsumer progress,
      Cancellation cancellation) {
    int threads = threads();
    RenditionCommand command =
        new RenditionCommand(
            info,
            pictures,
            FrameRate.of(info, scan),
            runner.videoEncoder(),
            runner.convertsColors(),
            threads);
    List<String> input = command.inputs().get(0);
    return new StepRun(input, threads, command::outputs)
        .run(
            runner,
            source,
            (output, activity) -> write(name, output),
            new ProgressReader(pictures.length(), progress),
            cancellation);
  }

  /**
   * Returns the number of threads for decoding, and for encoding. With eight of each, 2160p with
   * its colours converted needs more than the 3 GiB of address space that a run may have, and with
   * four 2.4 to 2.8.
   */
  private int threads() {
    long decoded = info.video().map(v -> (long) v.width() * v.height()).orElse(0L);
    return runner.threads(decoded + (long) plan.size().width() * plan.size().height());
  }

  private PartWriter.Part write(String name, InputStream output) throws IOException {
    try (RungWriter writer = new RungWriter(0, sink.open(name))) {
      output.transferTo(writer);
      return writer.finish();
    }
  }

  private Optional<String> check(
      RenditionPlan pictures,
      SourceScan scan,
      String name,
      PartWriter.Part written,
      Cancellation cancellation) {
    return new RenditionCheck(runner, pictures)
        .next(written, sink.reopen(name), scan.isDamaged(), true, cancellation);
  }
}
