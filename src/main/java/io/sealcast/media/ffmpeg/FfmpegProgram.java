package io.sealcast.media.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * An ffmpeg executable with an ffprobe in the same directory.
 *
 * @param ffmpeg path of the executable
 * @param ownLibraries whether all its libraries are in the same directory
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
   * Returns the environment variables that the program needs. The library directory in a program
   * (RUNPATH) applies only to the libraries that the program itself names, not to those that its
   * libraries name.
   */
  Map<String, String> environment() {
    return ownLibraries
        ? Map.of("LD_LIBRARY_PATH", Objects.requireNonNull(ffmpeg.getParent()).toString())
        : Map.of();
  }
}
