package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.FragmentIndexer;
import io.sealcast.media.Ladder;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartWriter;
import io.sealcast.media.Rung;
import io.sealcast.media.RungPlan;
import io.sealcast.media.SegmentStarts;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Makes a rung of the ladder. It is made of the default rendition, which has steady times and
 * pictures that every decoder reads, and whose keyframes become those of the rung.
 */
final class RungMaker {
  private static final Logger LOG = System.getLogger(RungMaker.class.getName());

  private final FfmpegRunner runner;
  private final MediaSource rendition;
  private final RungPlan plan;
  private final SegmentStarts times;
  private final Ladder.Size size;
  private final MediaSink sink;

  /**
   * @param rendition the bytes of the default rendition
   */
  RungMaker(FfmpegRunner runner, MediaSource rendition, RungPlan plan, MediaSink sink) {
    this.runner = runner;
    this.rendition = rendition;
    this.plan = plan;
    this.times = plan.starts();
    this.size = plan.size();
    this.sink = sink;
  }

  /** What ffmpeg has written to the sink. */
  private record Written(FragmentIndex index, long size) {}

  /** Makes the rung; the exceptions are those of {@link FfmpegTranscoder#makeRung}. */
  Optional<Rung> make(IntConsumer progress, Cancellation cancellation) {
    String name = Rung.name(size.height());
    Written written = encode(name, progress, cancellation);
    if (!plan.isWorth(written.size())) {
      return Optional.empty();
    }
    Optional<String> wrong =
        times.differenceTo(written.index()).or(() -> check(name, written, cancellation));
    if (wrong.isPresent()) {
      LOG.log(Level.WARNING, "{0} doesn''t play: {1}", name, wrong.get());
      throw new DomainException(ErrorCode.PROCESSING_FAILED);
    }
    return Optional.of(
        new Rung(name, size.width(), size.height(), written.size(), written.index()));
  }

  private Written encode(String name, IntConsumer progress, Cancellation cancellation) {
    AtomicReference<Written> written = new AtomicReference<>();
    int threads = runner.threads((long) size.width() * size.height());
    try (LoopbackLink link =
        new LoopbackLink(rendition, (output, activity) -> written.set(write(name, output)))) {
      ChildProcess.Outcome outcome =
          runner.encode(
              link,
              List.of(RungCommand.INPUT),
              threads,
              RungCommand.outputs(plan, runner.videoEncoder(), threads, link.outputUrl()),
              new ProgressReader(times.end(), progress),
              cancellation);
      DomainException refused = link.refusal();
      if (refused != null) {
        throw refused;
      }
      if (outcome.exitCode() != 0) {
        throw Diagnosis.of(outcome.errors());
      }
      link.awaitArrival(cancellation);
      return Objects.requireNonNull(written.get());
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }

  private Written write(String name, InputStream output) throws IOException {
    try (OutputStream out = sink.open(name);
        FragmentIndexer indexer = new FragmentIndexer(out)) {
      output.transferTo(indexer);
      return new Written(indexer.finish(), indexer.size());
    }
  }

  private Optional<String> check(String name, Written written, Cancellation cancellation) {
    MediaSource media = sink.reopen(name);
    PartWriter.Part whole =
        new PartWriter.Part(0, written.size(), written.index(), init(media, written.index()));
    RenditionPlan expected = RenditionPlan.ofPictures(size.width(), size.height(), times.end());
    return new RenditionCheck(runner, expected).next(whole, media, false, true, cancellation);
  }

  private static byte[] init(MediaSource media, FragmentIndex index) {
    try {
      return media.readFully(0, (int) index.initSize());
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }
}
