package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSource;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.Rendition;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a still picture of a rendition and not of the source, so that it looks as the video does:
 * with its orientation and colours, and without parts that an edit list hides.
 */
final class PosterMaker {
  private static final Logger LOG = System.getLogger(PosterMaker.class.getName());

  private static final int MAX_BYTES = 4 << 20;

  /** Errors that the server causes and that may be temporary. */
  private static final Set<ErrorCode> PASSING =
      Set.of(
          ErrorCode.PROCESSING_INTERRUPTED,
          ErrorCode.OBJECT_UNAVAILABLE,
          ErrorCode.STORAGE_UNAVAILABLE,
          ErrorCode.INSUFFICIENT_STORAGE);

  private final FfmpegRunner runner;

  PosterMaker(FfmpegRunner runner) {
    this.runner = runner;
  }

  /** Whether the server has caused a failure, so that a second attempt may succeed. */
  static boolean isPassing(ErrorCode code) {
    return PASSING.contains(code);
  }

  /**
   * Makes the picture. If the server has caused an error, a second attempt is made, since repeating
   * the whole job would take longer.
   *
   * @param rendition the bytes of {@code made}
   * @return the JPEG, or empty when none could be made
   */
  Optional<byte[]> tryToMake(
      OutputPlan.PosterOf plan, Rendition made, MediaSource rendition, Cancellation cancellation) {
    for (boolean again = false; ; again = true) {
      try {
        return Optional.of(make(plan, made, rendition, cancellation));
      } catch (DomainException e) {
        if (again || !isPassing(e.code())) {
          LOG.log(Level.INFO, "no poster: {0}", e.code());
          return Optional.empty();
        }
      }
    }
  }

  /**
   * Makes the picture.
   *
   * @return the JPEG, never empty
   * @throws DomainException like {@link io.sealcast.media.Transcoder#transcode}
   */
  byte[] make(
      OutputPlan.PosterOf plan, Rendition made, MediaSource rendition, Cancellation cancellation) {
    byte[] jpeg = at(made.index().duration() * 0.1, plan, made, rendition, cancellation);
    if (jpeg.length == 0) {
      jpeg = at(0, plan, made, rendition, cancellation);
    }
    if (jpeg.length == 0) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED);
    }
    return jpeg;
  }

  private byte[] at(
      double second,
      OutputPlan.PosterOf plan,
      Rendition made,
      MediaSource rendition,
      Cancellation cancellation) {
    byte[][] jpeg = {new byte[0]};
    try (LoopbackLink link = new LoopbackLink(rendition, null)) {
      runner.encode(
          link,
          List.of(List.of("-ss", String.format(Locale.ROOT, "%.3f", second))),
          runner.settings().threads(),
          PosterCommand.arguments(made, plan.maxWidth()),
          in -> jpeg[0] = in.readNBytes(MAX_BYTES),
          cancellation);
      return jpeg[0];
    }
  }
}
