package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.FragmentIndexer;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PicturePiece;
import io.sealcast.media.PicturePlan;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Makes pieces of the pictures of a rendition. A piece has exactly the pictures that it has to
 * have: otherwise the next one would show the same picture again, or leave one out.
 */
final class PieceMaker {
  private static final Logger LOG = System.getLogger(PieceMaker.class.getName());

  /** Difference in seconds that isn't one: less than a picture lasts. */
  private static final double TOLERANCE = 0.001;

  private final FfmpegRunner runner;
  private final MediaSource source;
  private final MediaInfo info;

  /** Opens what a piece is written to, which is closed at its end. */
  interface Output {
    /**
     * @param activity is called from time to time while no more bytes can be taken
     */
    OutputStream open(Runnable activity) throws IOException;
  }

  /**
   * @param info result of probing the source
   */
  PieceMaker(FfmpegRunner runner, MediaSource source, MediaInfo info) {
    this.runner = runner;
    this.source = source;
    this.info = info;
  }

  /** Makes a piece; the exceptions are those of {@link FfmpegTranscoder#makePiece}. */
  void make(PicturePiece piece, Output output, IntConsumer progress, Cancellation cancellation) {
    PicturePlan plan = piece.plan();
    long pixels = (long) plan.width() * plan.height();
    MediaInfo.Video video =
        info.video().orElseThrow(() -> new DomainException(ErrorCode.PROCESSING_FAILED));
    PictureEncoding encoding =
        new PictureEncoding(
            runner.videoEncoder(),
            runner.threads(Math.max(pixels, (long) video.width() * video.height())),
            PieceCommand.planOf(plan).maxBitrate(),
            RenditionCommand.bitrate(video, pixels));
    PieceCommand command = new PieceCommand(info, piece, encoding, runner.convertsColors());
    ErrorLines errors = new ErrorLines();
    double end = piece.rate().timeOf(piece.firstPicture() + piece.pictureCount());
    FragmentIndex made =
        new StepRun(command.input(), encoding.threads(), command::outputs, errors)
            .run(
                runner,
                source,
                (written, activity) -> write(written, output.open(activity)),
                new ProgressReader(end, percent -> progress.accept(ofPiece(percent, piece, end))),
                cancellation);
    wrong(piece, made, errors.all()).ifPresent(reason -> refuse(piece, reason));
  }

  /**
   * Returns the progress in this piece in per cent.
   *
   * @param percent the time that ffmpeg has come to, as a percentage of the end of the piece
   */
  private static int ofPiece(int percent, PicturePiece piece, double end) {
    double done = end * percent / 100 - piece.from();
    return (int) Math.round(Math.max(0, 100 * done / (end - piece.from())));
  }

  private static FragmentIndex write(InputStream written, OutputStream output) throws IOException {
    try (FragmentIndexer indexer = new FragmentIndexer(output)) {
      written.transferTo(indexer);
      return indexer.finish();
    }
  }

  private static Optional<String> wrong(
      PicturePiece piece, FragmentIndex made, List<String> errors) {
    if (!errors.isEmpty()) {
      return Optional.of(errors.get(0));
    }
    long pictures = made.fragments().stream().mapToLong(FragmentIndex.Fragment::pictures).sum();
    // a last piece is cut by its time, which is rounded
    long tolerance = piece.to().isPresent() ? 0 : 1;
    if (Math.abs(pictures - piece.pictureCount()) > tolerance) {
      return Optional.of(pictures + " of " + piece.pictureCount() + " pictures");
    }
    double start = made.fragments().get(0).start();
    double expected = piece.rate().timeOf(piece.firstPicture());
    return Math.abs(start - expected) > TOLERANCE
        ? Optional.of(String.format(Locale.ROOT, "from %.4f s instead of %.4f", start, expected))
        : Optional.empty();
  }

  private static void refuse(PicturePiece piece, String reason) {
    LOG.log(Level.INFO, "{0} can''t be used: {1}", piece.name(), reason);
    throw new DomainException(ErrorCode.PROCESSING_FAILED);
  }
}
