package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.Ladder;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartWriter;
import io.sealcast.media.RenditionPart;
import io.sealcast.media.RungPart;
import io.sealcast.media.RungPlan;
import io.sealcast.media.RungWriter;
import io.sealcast.media.SegmentStarts;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Makes a part of a rung of the ladder. It is made of the default rendition, which has steady times
 * and pictures that every decoder reads, and whose keyframes become those of the rung.
 */
final class RungMaker {
  private static final Logger LOG = System.getLogger(RungMaker.class.getName());

  private final FfmpegRunner runner;
  private final MediaSource source;
  private final RungPlan plan;
  private final SegmentStarts times;
  private final Ladder.Size size;
  private final MediaSink sink;

  /**
   * @param rendition the bytes of the default rendition
   */
  RungMaker(FfmpegRunner runner, MediaSource rendition, RungPlan plan, MediaSink sink) {
    this.runner = runner;
    this.source = ConcatenatedSource.ofExtents(rendition, plan.bytes());
    this.plan = plan;
    this.times = plan.starts();
    this.size = plan.size();
    this.sink = sink;
  }

  /** Makes the part; the exceptions are those of {@link FfmpegTranscoder#makeRung}. */
  RungPart make(IntConsumer progress, Cancellation cancellation) {
    String name = RenditionPart.name(plan.name(), plan.number());
    PartWriter.Part written = encode(name, progress, cancellation);
    Optional<String> wrong =
        times.differenceTo(written.index()).or(() -> check(name, written, cancellation));
    if (wrong.isPresent()) {
      LOG.log(Level.WARNING, "{0} doesn''t play: {1}", name, wrong.get());
      throw new DomainException(ErrorCode.PROCESSING_FAILED);
    }
    RenditionPart part =
        new RenditionPart(
            plan.name(),
            plan.number(),
            name,
            size.width(),
            size.height(),
            written.size(),
            written.index(),
            0);
    return new RungPart(part, digest(written.init()));
  }

  private PartWriter.Part encode(String name, IntConsumer progress, Cancellation cancellation) {
    String encoder = runner.encoderOf(plan.codec());
    int threads = runner.threads((long) size.width() * size.height());
    int decoders = Math.min(threads, runner.threads(plan.renditionPixels()));
    return new StepRun(
            RungCommand.INPUT, decoders, url -> RungCommand.outputs(plan, encoder, threads, url))
        .run(
            runner,
            source,
            (output, activity) -> write(name, output),
            new ProgressReader(times.end(), percent -> progress.accept(ofPart(percent))),
            cancellation);
  }

  /**
   * Returns the progress in this part in per cent.
   *
   * @param percent the time that ffmpeg has come to, as a percentage of the end of the part
   */
  private int ofPart(int percent) {
    double done = times.end() * percent / 100 - times.start();
    return (int) Math.round(Math.max(0, 100 * done / (times.end() - times.start())));
  }

  private PartWriter.Part write(String name, InputStream output) throws IOException {
    try (RungWriter writer = new RungWriter(plan.number(), sink.open(name))) {
      output.transferTo(writer);
      return writer.finish();
    }
  }

  private Optional<String> check(String name, PartWriter.Part written, Cancellation cancellation) {
    RenditionPlan expected = RenditionPlan.ofPictures(size.width(), size.height(), times.end());
    return new RenditionCheck(runner, expected, times.start())
        .next(written, sink.reopen(name), false, true, cancellation);
  }

  /** Returns the digest of an initialization segment. */
  static String digest(byte[] init) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(init));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
