package io.sealcast.bench;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.Random;

/**
 * Measures sequential requests for ranges of 1 MiB at random positions, alone and beside viewers.
 */
final class RandomRanges {
  private static final int A_ROUND = 40;
  private static final int WATCHING = 16;
  private static final double MEGABITS = 4;
  private static final int LENGTH = 1 << 20;

  private RandomRanges() {}

  static void measure(BenchmarkServer stage, PlainKafkaPair pair, Settings settings, Report report)
      throws IOException, InterruptedException {
    measure(stage, pair, settings, report, "idle");
    try (PacedViewers audience = new PacedViewers(stage, WATCHING, MEGABITS)) {
      audience.start();
      measure(stage, pair, settings, report, "beside " + WATCHING + " at 4 Mbit/s");
      audience.stop();
    }
  }

  private static void measure(
      BenchmarkServer stage, PlainKafkaPair pair, Settings settings, Report report, String when)
      throws IOException {
    Samples chunks = new Samples();
    Samples anywhere = new Samples();
    Samples pairs = new Samples();
    Random random = new Random(1);
    BenchmarkServer.Video video = stage.video(0);
    JsonObject stream = stage.open(video);
    try (RangeClient client = stage.connect(stream, 1 << 20)) {
      client.read(video.object(), 0, video.bytes() - 1);
      for (int round = 0; round < settings.rounds(); round++) {
        // measured separately, since the broker works on after a record
        for (int i = 0; i < A_ROUND; i++) {
          pairs.add(pair.roundTrip());
        }
        for (int i = 0; i < A_ROUND; i++) {
          chunks.add(read(client, video, (long) random.nextInt(video.chunks()) << 20));
        }
        for (int i = 0; i < A_ROUND; i++) {
          anywhere.add(read(client, video, random.nextInt((int) video.bytes() - LENGTH)));
        }
      }
    } finally {
      stage.end(video, stream);
    }
    String way = stage.label();
    for (int percent : new int[] {50, 99}) {
      String end = ", " + when + ", p" + percent;
      report.add(
          Figure.of(way, "one chunk, 1 MiB" + end, "ms", chunks.percentile(percent))
              .beside("record through the plain pair", pairs.percentile(percent)));
      report.add(
          Figure.of(way, "1 MiB anywhere (two chunks)" + end, "ms", anywhere.percentile(percent))
              .beside("record through the plain pair", pairs.percentile(percent)));
    }
  }

  private static double read(RangeClient client, BenchmarkServer.Video video, long from)
      throws IOException {
    long start = System.nanoTime();
    client.read(video.object(), from, from + LENGTH - 1);
    return (System.nanoTime() - start) / 1e6;
  }
}
