package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Detects whether the size or the pixel format of the picture changes within a rendition, which is
 * read in parts. A fragmented MP4 describes its pictures once, so players may reject others. The
 * scan decodes only keyframes, since a codec can change the format only there.
 */
final class FormatScan implements ChildProcess.Reader {
  private static final List<String> ARGUMENTS =
      List.of(
          "-select_streams",
          "v:0",
          "-skip_frame",
          "nokey",
          "-show_entries",
          "frame=width,height,pix_fmt",
          "-of",
          "csv=p=0");

  private final FfmpegRunner runner;
  private @Nullable String first;
  private boolean changed;

  FormatScan(FfmpegRunner runner) {
    this.runner = runner;
  }

  /**
   * Whether the format changes within a part or differs from that of the parts before, or the part
   * can't be read to its end.
   */
  boolean changes(MediaSource part, Cancellation cancellation) {
    try (LoopbackLink link = new LoopbackLink(part, null)) {
      ChildProcess.Outcome outcome =
          runner.probe(link, ARGUMENTS, runner.settings().timeLimit(), this, cancellation);
      return changed || outcome.exitCode() != 0;
    }
  }

  @Override
  public void read(InputStream output) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      // ffprobe ends the line of a frame with side data by a comma
      String format = line.replaceFirst(",+$", "");
      if (first == null) {
        first = format;
      }
      changed |= !format.equals(first);
    }
  }
}
