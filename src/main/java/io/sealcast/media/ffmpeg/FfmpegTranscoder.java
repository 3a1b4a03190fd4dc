package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.Rendition;
import io.sealcast.media.Transcoder;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Has ffmpeg do it, and believes only what arrived. */
@ApplicationScoped
class FfmpegTranscoder implements Transcoder {
  private static final Logger LOG = Logger.getLogger(FfmpegTranscoder.class.getName());

  /** What may be missing at the end: of the declared duration, and of seconds. */
  private static final double TOLERATED_SHARE = 0.1;

  private static final double TOLERATED_SECONDS = 2;
  private static final int MAX_POSTER = 4 << 20;

  private final FfmpegRunner runner;

  FfmpegTranscoder() {
    this(null);
  }

  @Inject
  FfmpegTranscoder(FfmpegRunner runner) {
    this.runner = runner;
  }

  @Override
  public Rendition defaultRendition(
      MediaSource source,
      MediaInfo info,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation) {
    RenditionPlan plan = RenditionPlan.of(info);
    if (plan.copyVideo() && keyframesAllowCopy(source, info, cancellation)) {
      try {
        return make(source, info, plan, sink, progress, cancellation);
      } catch (DomainException e) {
        if (e.code() != ErrorCode.PROCESSING_FAILED) {
          throw e;
        }
        LOG.log(Level.INFO, "the picture can't be copied, so it is encoded anew");
      }
    }
    return make(source, info, RenditionPlan.encoding(info), sink, progress, cancellation);
  }

  private boolean keyframesAllowCopy(
      MediaSource source, MediaInfo info, Cancellation cancellation) {
    KeyframeScan scan = new KeyframeScan();
    String stream = Integer.toString(info.video().index());
    List<String> arguments =
        List.of(
            "-select_streams",
            stream,
            "-show_entries",
            "packet=pts_time,flags:packet_side_data=",
            "-of",
            "csv=p=0");
    try (LoopbackLink link = new LoopbackLink(source, null)) {
      ChildProcess.Outcome outcome =
          runner.probe(link, arguments, runner.settings().timeLimit(), scan, cancellation);
      if (Diagnosis.saysCutOff(outcome.errors())) {
        throw new DomainException(ErrorCode.TRUNCATED_VIDEO);
      }
      return scan.allowsCopy();
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }

  private Rendition make(
      MediaSource source,
      MediaInfo info,
      RenditionPlan plan,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation) {
    RenditionCommand command =
        new RenditionCommand(info, plan, runner.videoEncoder(), runner.settings().threads());
    try (LoopbackLink link = new LoopbackLink(source, sink)) {
      ChildProcess.Outcome outcome =
          runner.encode(
              link,
              List.of(),
              command.arguments(link.outputUrl(plan.name())),
              new ProgressReader(info.duration(), progress),
              cancellation);
      if (Diagnosis.saysCutOff(outcome.errors())) {
        throw new DomainException(ErrorCode.TRUNCATED_VIDEO);
      }
      if (outcome.exitCode() != 0) {
        throw failure(link, outcome);
      }
      LoopbackLink.Arrival arrival = link.arrival();
      checkDuration(info, arrival);
      return new Rendition(
          plan.name(),
          plan.width(),
          plan.height(),
          arrival.size(),
          plan.copyVideo(),
          arrival.index(),
          List.of());
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }

  /** What the receiver of the output says counts for more than ffmpeg's complaint about it. */
  private static DomainException failure(LoopbackLink link, ChildProcess.Outcome outcome) {
    DomainException refused = link.refusal();
    if (refused != null) {
      return refused;
    }
    DomainException reason = Diagnosis.of(outcome.errors());
    // the probe has seen a video in it: what can't be decoded now is damaged, or too new
    return reason.code() == ErrorCode.NOT_A_VIDEO
        ? new DomainException(ErrorCode.PROCESSING_FAILED)
        : reason;
  }

  /** ffmpeg takes a source that ends early for a good one; what arrived tells. */
  private static void checkDuration(MediaInfo info, LoopbackLink.Arrival arrival) {
    double missing = info.duration() - arrival.index().duration();
    if (missing > TOLERATED_SECONDS && missing > info.duration() * TOLERATED_SHARE) {
      throw new DomainException(ErrorCode.TRUNCATED_VIDEO);
    }
  }

  @Override
  public byte[] poster(MediaSource source, MediaInfo info, Cancellation cancellation) {
    byte[] poster = poster(source, info, info.duration() * 0.1, cancellation);
    if (poster.length == 0) {
      poster = poster(source, info, 0, cancellation);
    }
    if (poster.length == 0) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED);
    }
    return poster;
  }

  private byte[] poster(
      MediaSource source, MediaInfo info, double second, Cancellation cancellation) {
    byte[][] jpeg = {new byte[0]};
    try (LoopbackLink link = new LoopbackLink(source, null)) {
      runner.encode(
          link,
          second > 0
              ? List.of("-ss", String.format(java.util.Locale.ROOT, "%.3f", second))
              : List.of(),
          PosterCommand.arguments(info),
          in -> jpeg[0] = in.readNBytes(MAX_POSTER),
          cancellation);
      return jpeg[0];
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }
}
