package io.sealcast.bench;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Runs a mixed load until the JIT compiler has compiled the hot paths, which takes minutes. */
final class WarmUp {
  private static final int VIEWERS = 4;
  private static final int RANGES = 50;
  private static final int POSTS = 4;
  private static final int RANGE = 1 << 20;

  private WarmUp() {}

  static void run(BenchmarkServer stage, PlainKafkaPair pair, int seconds)
      throws IOException, InterruptedException, ExecutionException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    Random random = new Random(2);
    BenchmarkServer.Video video = stage.video(0);
    long whereOneFits = video.bytes() - RANGE;
    while (System.nanoTime() < until) {
      try (FullSpeedViewers audience = new FullSpeedViewers(stage, VIEWERS)) {
        audience.read(2);
      }
      read(stage, video, random.longs(RANGES, 0, whereOneFits));
      for (int i = 0; i < POSTS; i++) {
        read(stage, video, LongStream.of(0));
      }
      pair.throughput(16);
    }
  }

  /** Opens a stream and reads it to its end. */
  private static void read(BenchmarkServer stage, BenchmarkServer.Video video, LongStream ranges)
      throws IOException {
    JsonObject stream = stage.open(video);
    try (RangeClient client = stage.connect(stream, 1 << 18)) {
      for (long from : ranges.toArray()) {
        client.read(video.object(), from, from + RANGE - 1);
      }
    }
    stage.end(video, stream);
  }
}
