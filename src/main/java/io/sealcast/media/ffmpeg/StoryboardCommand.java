package io.sealcast.media.ffmpeg;

import java.util.List;
import java.util.Locale;

/** Builds ffmpeg's arguments for a sheet of a storyboard, which it writes to its output. */
final class StoryboardCommand {
  /**
   * The arguments before the input. The time stamps stay those of the rendition, although what is
   * read may begin in its middle.
   */
  static final List<String> INPUT = List.of("-copyts", "-skip_frame", "nokey");

  private StoryboardCommand() {}

  static List<String> arguments(StoryboardLayout layout, StoryboardLayout.Sheet sheet) {
    return List.of(
        "-map",
        "0:v:0",
        "-map_metadata",
        "-1",
        // damaged pictures count, but not those that aren't decoded because they are no keyframes
        "-max_error_rate",
        "1",
        "-frames:v",
        "1",
        "-fps_mode",
        "passthrough",
        "-vf",
        String.join(
            ",",
            // The last keyframe is repeated: fps omits a picture that ends before its start time.
            // The
            // one before the sheet's beginning does, if no other follows.
            "tpad=stop=-1:stop_mode=clone",
            // One picture an interval: the last keyframe before the middle of it. Where keyframes
            // are rarer, or one couldn't be decoded, the one before is repeated.
            String.format(
                Locale.ROOT,
                "fps=fps=1000/%d:start_time=%.3f",
                layout.interval(),
                start(layout, sheet)),
            "trim=end_frame=" + sheet.pictures(),
            "scale=" + layout.width() + ":" + layout.height() + PosterCommand.JPEG_COLORS,
            "tile=" + sheet.columns() + "x" + sheet.rows()),
        "-c:v",
        "mjpeg",
        "-q:v",
        "5",
        "-f",
        "image2pipe",
        "pipe:1");
  }

  private static double start(StoryboardLayout layout, StoryboardLayout.Sheet sheet) {
    return sheet.first() * layout.interval() / 1000.0;
  }
}
