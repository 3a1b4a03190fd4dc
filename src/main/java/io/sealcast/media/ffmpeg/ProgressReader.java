package io.sealcast.media.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Converts the output of ffmpeg's option {@code -progress}, which is in microseconds, to percent.
 */
final class ProgressReader implements ChildProcess.Reader {
  private static final String DONE = "out_time_us=";
  private static final String FRAMES = "frame=";

  private final double duration;
  private final IntConsumer progress;
  private volatile long frames;

  /**
   * @param duration duration of the whole output in seconds; 0 when unknown, and no progress is
   *     reported then
   * @param progress receives percentages from 0 to 100
   */
  ProgressReader(double duration, IntConsumer progress) {
    this.duration = duration;
    this.progress = progress;
  }

  @Override
  public void read(InputStream output) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith(FRAMES)) {
        frames = number(line.substring(FRAMES.length()));
      } else if (duration > 0 && line.startsWith(DONE)) {
        report(line.substring(DONE.length()).trim());
      }
    }
  }

  /** Returns the number of pictures written, by ffmpeg's last report; 0 before the first. */
  long frames() {
    return frames;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void report(String micros) {
    try {
      double percent = Long.parseLong(micros) / 10_000.0 / duration;
      progress.accept((int) Math.max(0, Math.min(100, percent)));
    } catch (NumberFormatException e) {
      // ffmpeg writes "N/A" before the first picture
    }
  }
}
