package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSource;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.Rendition;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes a still picture of a rendition and not of the source, so that it looks as the video does:
 * with its orientation and colours, and without parts that an edit list hides.
 */
final class PosterMaker {
  private static final int MAX_BYTES = 4 << 20;

  private final FfmpegRunner runner;

  PosterMaker(FfmpegRunner runner) {
    this.runner = runner;
  }

  /**
   * Makes the picture.
   *
   * @param rendition the bytes of {@code made}
   * @return the JPEG, or empty when none could be made
   */
  Optional<byte[]> tryToMake(
      OutputPlan.PosterOf plan, Rendition made, MediaSource rendition, Cancellation cancellation) {
    return OptionalOutput.attempt("poster", () -> make(plan, made, rendition, cancellation));
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
          runner.threads((long) made.width() * made.height()),
          PosterCommand.arguments(made, plan.maxWidth()),
          in -> jpeg[0] = in.readNBytes(MAX_BYTES),
          cancellation);
      return jpeg[0];
    }
  }
}
