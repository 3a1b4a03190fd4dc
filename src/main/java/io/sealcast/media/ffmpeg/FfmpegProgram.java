package io.sealcast.media.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * An ffmpeg, with ffprobe beside it.
 *
 * @param ffmpeg the executable
 * @param ownLibraries whether all its libraries lie beside it
 */
record FfmpegProgram(Path ffmpeg, boolean ownLibraries) {

  Path ffprobe() {
    return ffmpeg.resolveSibling(
        ffmpeg.getFileName().toString().endsWith(".exe") ? "ffprobe.exe" : "ffprobe");
  }

  boolean isThere() {
    return Files.isExecutable(ffmpeg) && Files.isExecutable(ffprobe());
  }

  /**
   * What it needs in its environment. The folder in which a program says that its libraries lie
   * (RUNPATH) counts for those that it names itself, not for those that its libraries name.
   */
  Map<String, String> environment() {
    return ownLibraries
        ? Map.of("LD_LIBRARY_PATH", Objects.requireNonNull(ffmpeg.getParent()).toString())
        : Map.of();
  }
}
