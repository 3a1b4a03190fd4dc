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
 * Detects whether the size or the pixel format of the picture changes within a file. A fragmented
 * MP4 describes its pictures once, so players may reject others. The scan decodes only keyframes,
 * since a codec can change the format only there.
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

  private @Nullable String first;
  private boolean changed;

  private FormatScan() {}

  /** Whether the format changes, or the file can't be read to its end. */
  static boolean changes(FfmpegRunner runner, MediaSource media, Cancellation cancellation) {
    FormatScan scan = new FormatScan();
    try (LoopbackLink link = new LoopbackLink(media, null)) {
      ChildProcess.Outcome outcome =
          runner.probe(link, ARGUMENTS, runner.settings().timeLimit(), scan, cancellation);
      return scan.changed || outcome.exitCode() != 0;
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
