package io.sealcast.bench;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Measures viewers that fetch as fast as they can, alternating with the plain producer and
 * consumer, and the CPU time per GiB.
 */
final class FullSpeed {
  private static final int PAIR_RECORDS = 128;
  private static final double GIB = 1 << 30;

  private FullSpeed() {}

  static void measure(
      BenchmarkServer stage, PlainKafkaPair pair, Settings settings, Report report, int viewers)
      throws IOException, InterruptedException, ExecutionException {
    int times = (stage.cached() ? 8 : 2) / (viewers > 1 ? 2 : 1);
    Samples speeds = new Samples();
    Samples pairs = new Samples();
    Usage used = Usage.NONE;
    Usage usedByPair = Usage.NONE;
    double read = 0;
    double allocated = 0;
    try (FullSpeedViewers audience = new FullSpeedViewers(stage, viewers)) {
      audience.read(1);
      for (int round = 0; round < settings.rounds(); round++) {
        Map<Long, Long> threads = stage.jvm().allocated();
        Usage before = stage.usage();
        long start = System.nanoTime();
        long bytes = audience.read(times);
        speeds.add(bytes / (double) (1 << 20) / ((System.nanoTime() - start) / 1e9));
        Usage between = stage.usage();
        allocated += stage.jvm().allocatedSince(threads);
        read += bytes / GIB;
        used = used.plus(between.minus(before));
        Usage beforePair = stage.usage();
        pairs.add(pair.throughput(PAIR_RECORDS));
        usedByPair = usedByPair.plus(stage.usage().minus(beforePair));
      }
    }
    String who = viewers == 1 ? "one viewer at full speed" : viewers + " viewers at full speed";
    double paired = settings.rounds() * PAIR_RECORDS / 1024.0;
    String way = stage.label();
    report.add(Figure.median(way, who, "MiB/s", speeds).beside("plain pair", pairs.median()));
    report.add(
        Figure.of(way, who + ": CPU of server, broker, database", "s/GiB", both(used) / read)
            .beside("pair and broker", (usedByPair.load() + usedByPair.services()) / paired));
    report.add(
        Figure.of(way, who + ": of it broker and database", "s/GiB", used.services() / read)
            .beside("broker", usedByPair.services() / paired));
    report.add(
        Figure.of(way, who + ": allocated in the server", "GiB/GiB", allocated / GIB / read));
  }

  private static double both(Usage usage) {
    return usage.server() + usage.services();
  }
}
