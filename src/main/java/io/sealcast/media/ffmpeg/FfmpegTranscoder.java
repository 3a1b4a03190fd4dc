package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.MediaWarning;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.PartListener;
import io.sealcast.media.PartWriter;
import io.sealcast.media.Poster;
import io.sealcast.media.Rendition;
import io.sealcast.media.RenditionPart;
import io.sealcast.media.Transcoder;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Transcodes with ffmpeg. A run counts as successful only when its output arrived completely and
 * each part of it passed {@link RenditionCheck}.
 */
@ApplicationScoped
class FfmpegTranscoder implements Transcoder {
  private static final Logger LOG = System.getLogger(FfmpegTranscoder.class.getName());

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

  @Inject
  FfmpegTranscoder(FfmpegRunner runner) {
    this.runner = runner;
  }

  @Override
  public List<MediaOutput> transcode(
      MediaSource source,
      MediaInfo info,
      OutputPlan plan,
      MediaSink sink,
      PartListener parts,
      IntConsumer progress,
      Cancellation cancellation) {
    long renditions =
        plan.outputs().stream().filter(OutputPlan.DefaultRendition.class::isInstance).count();
    List<MediaOutput> made = new ArrayList<>();
    @Nullable Rendition latest = null;
    @Nullable SourceScan scan = null;
    int finished = 0;
    for (OutputPlan.Output output : plan.outputs()) {
      if (output instanceof OutputPlan.PosterOf poster) {
        poster(poster, Objects.requireNonNull(latest), sink, cancellation).ifPresent(made::add);
      } else if (output instanceof OutputPlan.CaptionsOf captions) {
        double origin = RenditionPlan.encoding(info, Objects.requireNonNull(scan)).origin();
        made.addAll(
            new CaptionsMaker(runner)
                .make(captions.maxStreams(), source, info, origin, sink, cancellation));
      } else {
        scan = scan == null ? scan(source, info, cancellation) : scan;
        long before = finished * 100L;
        IntConsumer share = percent -> progress.accept((int) ((before + percent) / renditions));
        latest = defaultRendition(source, info, scan, sink, parts, share, cancellation);
        finished++;
        made.add(latest);
      }
    }
    return made;
  }

  private Optional<Poster> poster(
      OutputPlan.PosterOf plan, Rendition of, MediaSink sink, Cancellation cancellation) {
    MediaSource rendition =
        new ConcatenatedSource(
            of.parts().stream().map(RenditionPart::name).map(sink::reopen).toList());
    Optional<byte[]> jpeg = new PosterMaker(runner).tryToMake(plan, of, rendition, cancellation);
    if (jpeg.isEmpty()) {
      return Optional.empty();
    }
    try (OutputStream out = sink.open(plan.name())) {
      out.write(jpeg.get());
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
    return Optional.of(new Poster(plan.name()));
  }

  Rendition defaultRendition(
      MediaSource source,
      MediaInfo info,
      MediaSink sink,
      PartListener parts,
      IntConsumer progress,
      Cancellation cancellation) {
    SourceScan scan = scan(source, info, cancellation);
    return defaultRendition(source, info, scan, sink, parts, progress, cancellation);
  }

  private SourceScan scan(MediaSource source, MediaInfo info, Cancellation cancellation) {
    SourceScan scan = new SourceScanner(runner).scan(source, info, cancellation);
    if (scan.picture().isEmpty()) {
      throw new DomainException(
          scan.isCutOff() ? ErrorCode.TRUNCATED_VIDEO : ErrorCode.NOT_A_VIDEO);
    }
    return scan;
  }

  private Rendition defaultRendition(
      MediaSource source,
      MediaInfo info,
      SourceScan scan,
      MediaSink sink,
      PartListener parts,
      IntConsumer progress,
      Cancellation cancellation) {
    RenditionMaker maker =
        new RenditionMaker(runner, source, info, scan, sink, parts, progress, cancellation);
    Optional<String> against = CopyRules.againstPicture(info, scan);
    if (against.isEmpty()) {
      Optional<Rendition> copy = copy(maker, fit(RenditionPlan.copying(info, scan), info));
      if (copy.isPresent()) {
        return copy.get();
      }
    } else {
      LOG.log(Level.INFO, "the picture is encoded: {0}", against.get());
    }
    return encode(maker, fit(RenditionPlan.encoding(info, scan), info), info, scan);
  }

  /** Adapts a plan to sound whose format changes, as it does in broadcasts with advertisements. */
  private RenditionPlan fit(RenditionPlan plan, MediaInfo info) {
    return TimestampJoin.mayJump(info.container()) ? unified(plan) : plan;
  }

  private RenditionPlan unified(RenditionPlan plan) {
    return runner.decodesOutputs() ? plan.unifyingSound() : plan;
  }

  private static Optional<Rendition> copy(RenditionMaker maker, RenditionPlan plan) {
    String reason;
    try {
      RenditionMaker.Try made = maker.run(plan);
      if (made.wrong().isEmpty()) {
        return Optional.of(rendition(plan, made, List.of()));
      }
      reason = made.wrong().get();
    } catch (RenditionMaker.NoOutputException e) {
      if (e.reason().code() != ErrorCode.PROCESSING_FAILED) {
        throw e.reason();
      }
      reason = e.reason().getMessage();
    }
    LOG.log(Level.INFO, "a copy of the picture doesn''t play, so it is encoded: {0}", reason);
    return Optional.empty();
  }

  private Rendition encode(
      RenditionMaker maker, RenditionPlan first, MediaInfo info, SourceScan scan) {
    RenditionPlan plan = first;
    boolean damaged = false;
    for (int i = 0; i < TRIES; i++) {
      RenditionMaker.Try made;
      try {
        made = maker.run(plan);
      } catch (RenditionMaker.NoOutputException e) {
        throw e.reason();
      }
      damaged |= isDamaged(made, scan);
      if (made.wrong().isEmpty()) {
        return rendition(plan, made, warnings(info, scan, damaged));
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

  private List<MediaWarning> warnings(MediaInfo info, SourceScan scan, boolean damaged) {
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
    if (info.video().color().isHighDynamicRange() && !runner.convertsColors()) {
      warnings.add(
          new MediaWarning(
              MediaWarning.NOT_TONE_MAPPED,
              "The video is HDR and couldn't be converted here. It may look pale."));
    }
    return warnings;
  }

  private static Rendition rendition(
      RenditionPlan plan, RenditionMaker.Try made, List<MediaWarning> warnings) {
    PartWriter.End end = Objects.requireNonNull(made.end());
    return new Rendition(
        plan.name(),
        plan.width(),
        plan.height(),
        end.size(),
        plan.copyVideo(),
        end.index(),
        warnings,
        made.parts());
  }
}
