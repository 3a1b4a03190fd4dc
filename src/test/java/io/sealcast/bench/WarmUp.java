package io.sealcast.bench;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Mixed load, so that what is measured is compiled: the JIT takes minutes for the hot paths. */
final class WarmUp {
  private static final int VIEWERS = 4;
  private static final int RANGES = 50;

  private WarmUp() {}

  static void run(Stage stage, PlainPair pair, int seconds)
      throws IOException, InterruptedException, ExecutionException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    Random random = new Random(2);
    while (System.nanoTime() < until) {
      try (Audience audience = new Audience(stage, VIEWERS)) {
        audience.read(2);
      }
      Stage.Video video = stage.video(0);
      JsonObject stream = stage.open(video);
      try (RangeClient client = stage.connect(stream, 1 << 18)) {
        for (int i = 0; i < RANGES; i++) {
          long from = random.nextInt((int) video.bytes() - (1 << 20));
          client.read(video.object(), from, from + (1 << 20) - 1);
        }
      }
      stage.end(video, stream);
      pair.throughput(16);
    }
  }
}
