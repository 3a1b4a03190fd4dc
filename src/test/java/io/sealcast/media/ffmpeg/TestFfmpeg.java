package io.sealcast.media.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The bundled ffmpeg for tests, which is the same on every machine. */
public final class TestFfmpeg {
  private TestFfmpeg() {}

  /** Returns the beginning of its command line. It is unpacked into a directory once. */
  public static synchronized List<String> command(Path directory) {
    try {
      FfmpegProgram program = new BundledFfmpeg(directory).unpack().orElseThrow();
      List<String> command = new ArrayList<>();
      if (!program.environment().isEmpty()) {
        command.add("env");
        program.environment().forEach((name, value) -> command.add(name + "=" + value));
      }
      command.add(program.ffmpeg().toString());
      return command;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
