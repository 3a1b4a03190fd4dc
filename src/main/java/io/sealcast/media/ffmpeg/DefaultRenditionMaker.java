package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.MediaWarning;
import io.sealcast.media.PartListener;
import io.sealcast.media.PartWriter;
import io.sealcast.media.Rendition;
import io.sealcast.media.SourceClock;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Makes the default rendition: chooses a plan, and another one when an attempt fails. */
final class DefaultRenditionMaker {
  private static final Logger LOG = System.getLogger(DefaultRenditionMaker.class.getName());

  /** Number of attempts at encoding. */
  private static final int TRIES = 2;

  /**
   * Tolerance in seconds for a picture that ends too early. Beyond it, the last picture is
   * repeated, or the owner is warned.
   */
  private static final double MAX_MISSING = 1;

  /** Number of messages about damage that a cut in the middle of a packet explains. */
  private static final int CUT_LINES = 8;

  /**
   * Number of messages that the edges of an intact sound recording cause too, without audible
   * damage.
   */
  private static final int HARMLESS_LINES = 2;

  private final FfmpegRunner runner;
  private final MediaSource source;
  private final MediaInfo info;
  private final MediaSink sink;
  private final PartListener listener;
  private final IntConsumer progress;
  private final Cancellation cancellation;

  DefaultRenditionMaker(
      FfmpegRunner runner,
      MediaSource source,
      MediaInfo info,
      MediaSink sink,
      PartListener listener,
      IntConsumer progress,
      Cancellation cancellation) {
    this.runner = runner;
    this.source = source;
    this.info = info;
    this.sink = sink;
    this.listener = listener;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  private interface Attempt {
    RenditionMaker.Try run() throws RenditionMaker.NoOutputException;
  }

  /** Makes the rendition; the exceptions are those of {@link FfmpegTranscoder#transcode}. */
  Rendition make() {
    runner.settings().sourceLimits().check(info);
    try (EarlyAttempt early = beginEarly()) {
      if (early != null) {
        // the scan would take the time that the first part needs
        early.awaitFirstPart(cancellation);
      }
      SourceScan scan = scan();
      RenditionMaker maker = maker(scan, listener);
      RenditionPlan plan = plan(scan);
      Attempt first = () -> maker.run(plan);
      if (early != null && confirms(scan, plan, maker, early)) {
        first = early::result;
      } else if (early != null) {
        LOG.log(Level.INFO, "the whole file differs from its beginning and its end");
        early.stop();
      }
      return make(plan, first, maker, scan);
    }
  }

  /** Whether the whole scan leads to what is being made. Damage asks for other proofs. */
  private boolean confirms(
      SourceScan scan, RenditionPlan plan, RenditionMaker maker, EarlyAttempt early) {
    return !scan.isDamaged()
        && !scan.isCutOff()
        && early.isBy(plan, FrameRate.of(info, scan), maker.allowsPieces(plan));
  }

  private Rendition make(RenditionPlan plan, Attempt first, RenditionMaker maker, SourceScan scan) {
    if (!plan.copies()) {
      return encode(plan, first, maker, scan);
    }
    Optional<Rendition> copy = copy(plan, first, scan);
    if (copy.isPresent()) {
      return copy.get();
    }
    RenditionPlan encoding = fit(RenditionPlan.encoding(info, scan));
    return encode(encoding, () -> maker.run(encoding), maker, scan);
  }

  /** Begins an attempt by a sample of the source; null where a scan of the whole is no delay. */
  private @Nullable EarlyAttempt beginEarly() {
    Optional<SourceScan> sample = new SourceScanner(runner).sample(source, info, cancellation);
    if (sample.isEmpty() || sample.get().isDamaged()) {
      return null;
    }
    return EarlyAttempt.begin(
        announcing -> maker(sample.get(), announcing),
        listener,
        plan(sample.get()),
        FrameRate.of(info, sample.get()));
  }

  private RenditionMaker maker(SourceScan scan, PartListener to) {
    return new RenditionMaker(runner, source, info, scan, sink, to, progress, cancellation);
  }

  private SourceScan scan() {
    SourceScan scan = new SourceScanner(runner).scan(source, info, cancellation);
    boolean empty = info.video().isPresent() ? scan.picture().isEmpty() : scan.sound().isEmpty();
    if (empty) {
      throw new DomainException(
          scan.isCutOff() ? ErrorCode.TRUNCATED_VIDEO : ErrorCode.NOT_A_VIDEO);
    }
    runner.settings().sourceLimits().check(scan);
    return scan;
  }

  private RenditionPlan plan(SourceScan scan) {
    Optional<String> against = CopyRules.against(info, scan);
    if (against.isEmpty()) {
      return fit(RenditionPlan.copying(info, scan));
    }
    LOG.log(Level.INFO, "{0} is encoded: {1}", shown(), against.get());
    return fit(RenditionPlan.encoding(info, scan));
  }

  /** Returns what of the source is shown or heard, for the log. */
  private String shown() {
    return info.video().isPresent() ? "the picture" : "the sound";
  }

  /** Adapts a plan to sound whose format changes, as it does in broadcasts with advertisements. */
  private RenditionPlan fit(RenditionPlan plan) {
    return TimestampJoin.mayJump(info.container()) ? unified(plan) : plan;
  }

  private RenditionPlan unified(RenditionPlan plan) {
    return runner.decodesOutputs() ? plan.unifyingSound() : plan;
  }

  private Optional<Rendition> copy(RenditionPlan plan, Attempt attempt, SourceScan scan) {
    String reason;
    try {
      RenditionMaker.Try made = attempt.run();
      if (made.wrong().isEmpty()) {
        return Optional.of(rendition(plan, made, scan, List.of()));
      }
      reason = made.wrong().get();
    } catch (RenditionMaker.NoOutputException e) {
      if (e.reason().code() != ErrorCode.PROCESSING_FAILED) {
        throw e.reason();
      }
      reason = e.reason().getMessage();
    }
    LOG.log(Level.INFO, "a copy of {0} doesn''t play, so it is encoded: {1}", shown(), reason);
    return Optional.empty();
  }

  private Rendition encode(
      RenditionPlan firstPlan, Attempt first, RenditionMaker maker, SourceScan scan) {
    RenditionPlan plan = firstPlan;
    boolean damaged = false;
    for (int i = 0; i < TRIES; i++) {
      RenditionMaker.Try made;
      try {
        made = i == 0 ? first.run() : maker.run(plan);
      } catch (RenditionMaker.NoOutputException e) {
        throw e.reason();
      }
      damaged |= isDamaged(made, scan);
      if (made.wrong().isEmpty()) {
        return rendition(plan, made, scan, warnings(scan, damaged));
      }
      LOG.log(Level.INFO, "a rendition doesn''t play: {0}", made.wrong().get());
      if (plan.length() > 0 && made.pictureEnd() < plan.length() - MAX_MISSING) {
        // the last part of the source can't be decoded
        damaged = !scan.isCutOff();
        plan = plan.withPictureEnd(made.pictureEnd());
      }
      plan = unified(plan);
    }
    throw new DomainException(
        scan.isDamaged() ? ErrorCode.TRUNCATED_VIDEO : ErrorCode.PROCESSING_FAILED);
  }

  private static boolean isDamaged(RenditionMaker.Try made, SourceScan scan) {
    if (scan.isCorruptInside()) {
      return true;
    }
    if (scan.isCutOff()) {
      return made.damages() > CUT_LINES;
    }
    boolean certain = made.damagedPicture() || scan.isDamaged();
    return made.damages() > (certain ? 0 : HARMLESS_LINES);
  }

  private List<MediaWarning> warnings(SourceScan scan, boolean damaged) {
    List<MediaWarning> warnings = new ArrayList<>();
    if (scan.isCutOff()) {
      warnings.add(
          new MediaWarning(
              MediaWarning.ENDS_EARLY,
              "The file is cut off. It plays up to there; upload the whole of it if you have it."));
    }
    if (damaged) {
      warnings.add(
          new MediaWarning(
              MediaWarning.DAMAGED,
              "Parts of the file are damaged. It plays, but some of it may be missing."));
    }
    boolean bright = info.video().filter(v -> v.color().isHighDynamicRange()).isPresent();
    if (bright && !runner.convertsColors()) {
      warnings.add(
          new MediaWarning(
              MediaWarning.NOT_TONE_MAPPED,
              "The video is HDR and couldn't be converted here. It may look pale."));
    }
    return warnings;
  }

  private Rendition rendition(
      RenditionPlan plan, RenditionMaker.Try made, SourceScan scan, List<MediaWarning> warnings) {
    PartWriter.End end = Objects.requireNonNull(made.end());
    return new Rendition(
        plan.name(),
        plan.width(),
        plan.height(),
        end.size(),
        plan.copiesPicture(),
        end.index(),
        new SourceClock(RenditionPlan.encoding(info, scan).origin(), scan.joined()),
        warnings,
        made.parts());
  }
}
