package io.sealcast.media.playback;

import io.sealcast.media.ffmpeg.MediaPipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs ffmpeg to create files for tests. */
final class Ffmpeg {
  private static final int LIMIT_SECONDS = 180;

  private final Path executable;
  private final Map<String, String> environment;

  Ffmpeg(MediaPipeline pipeline) {
    executable = pipeline.ffmpeg();
    environment = pipeline.environment();
  }

  /** Runs ffmpeg. Strings are single arguments; {@link Words} are several. */
  void run(Object... arguments) {
    List<String> command = new ArrayList<>(List.of(executable.toString(), "-v", "error"));
    command.addAll(List.of("-nostdin", "-y"));
    for (Object argument : arguments) {
      if (argument instanceof Words words) {
        command.addAll(words.list());
      } else {
        command.add(argument.toString());
      }
    }
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readAllBytes();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(
            String.join(" ", command) + "\n" + new String(output, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Splits a line into arguments at its blanks. */
  static Words words(String line) {
    return new Words(Arrays.stream(line.split(" ")).filter(w -> !w.isEmpty()).toList());
  }

  /** Several arguments. */
  record Words(List<String> list) {}
}
