package io.sealcast.media.ffmpeg;

import io.sealcast.media.Rendition;
import java.util.List;

/** Builds ffmpeg's output arguments for a poster, which ffmpeg writes to its standard output. */
final class PosterCommand {
  /**
   * Number of pictures from which ffmpeg chooses the most representative one, which avoids black
   * pictures and flashes.
   */
  private static final int CANDIDATES = 24;

  /**
   * The end of a filter {@code scale}: the colours of JPEG, which knows no other matrix (JFIF,
   * section "Color space"), and square pixels.
   */
  static final String JPEG_COLORS = ":out_range=pc:out_color_matrix=bt601,setsar=1,format=yuvj420p";

  private PosterCommand() {}

  static List<String> arguments(Rendition made, int maxWidth) {
    int width = Math.min(maxWidth, made.width());
    int height = (int) Math.max(2, Math.round((double) made.height() * width / made.width()));
    return List.of(
        "-map",
        "0:v:0",
        "-map_metadata",
        "-1",
        "-frames:v",
        "1",
        "-vf",
        "thumbnail=n=" + CANDIDATES + ",scale=" + width + ":" + height + JPEG_COLORS,
        "-c:v",
        "mjpeg",
        "-q:v",
        "4",
        "-f",
        "image2pipe",
        "pipe:1");
  }
}
