package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.Rendition;
import io.sealcast.media.StoryboardFile;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.webvtt.WebVttWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the small pictures of a whole rendition. Only the segments that begin with one of them are
 * read, and only their keyframes decoded, so that the time depends on the number of pictures and
 * hardly on the length of the video.
 */
final class StoryboardMaker {
  /** Maximum size in bytes of a sheet; usual ones have a few hundred KiB. */
  private static final int MAX_BYTES = 8 << 20;

  private final FfmpegRunner runner;

  StoryboardMaker(FfmpegRunner runner) {
    this.runner = runner;
  }

  /**
   * Makes the storyboard and writes it to the sink.
   *
   * @param rendition the bytes of {@code made}
   * @return the files: all sheets and the index, or none when a sheet couldn't be made
   */
  List<StoryboardFile> make(
      OutputPlan.StoryboardOf plan,
      Rendition made,
      MediaSource rendition,
      MediaSink sink,
      Cancellation cancellation) {
    StoryboardLayout layout =
        StoryboardLayout.of(
            made.index().duration(),
            made.width(),
            made.height(),
            plan.maxSide(),
            plan.maxPictures());
    Map<StoryboardFile, byte[]> files = new LinkedHashMap<>();
    for (StoryboardLayout.Sheet sheet : layout.sheets()) {
      Optional<byte[]> jpeg =
          OptionalOutput.attempt(
              "storyboard", () -> sheet(layout, sheet, made, rendition, cancellation));
      if (jpeg.isEmpty()) {
        return List.of();
      }
      files.put(StoryboardFile.sheet(sheet.number()), jpeg.get());
    }
    files.put(StoryboardFile.index(), WebVttWriter.write(layout.cues()));
    files.forEach((file, bytes) -> FfmpegTranscoder.write(file.name(), bytes, sink));
    return List.copyOf(files.keySet());
  }

  private byte[] sheet(
      StoryboardLayout layout,
      StoryboardLayout.Sheet sheet,
      Rendition made,
      MediaSource rendition,
      Cancellation cancellation) {
    MediaSource segments =
        ConcatenatedSource.ofSegments(
            rendition, made.index().initSize(), layout.segments(sheet, made.index().fragments()));
    byte[][] jpeg = {new byte[0]};
    try (LoopbackLink link = new LoopbackLink(segments, null)) {
      ChildProcess.Outcome outcome =
          runner.encode(
              link,
              List.of(StoryboardCommand.INPUT),
              runner.threads((long) made.width() * made.height()),
              StoryboardCommand.arguments(layout, sheet),
              in -> {
                jpeg[0] = in.readNBytes(MAX_BYTES + 1);
                // ffmpeg ends when it can't write the rest
                in.close();
              },
              cancellation);
      if (outcome.exitCode() != 0 || jpeg[0].length == 0 || jpeg[0].length > MAX_BYTES) {
        throw new DomainException(ErrorCode.PROCESSING_FAILED);
      }
      return jpeg[0];
    }
  }
}
