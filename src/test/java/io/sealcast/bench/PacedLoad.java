package io.sealcast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Measures many viewers that watch, and a few viewers beside one that fetches at full speed. */
final class PacedLoad {
  private static final double MANY_MEGABITS = 2;
  private static final int FEW = 16;
  private static final double FEW_MEGABITS = 4;
  private static final long TURN = TimeUnit.SECONDS.toNanos(6);

  private record Turn(long start, long end) {
    boolean holds(PacedViewers.Delivery delivery) {
      return delivery.due() >= start && delivery.due() < end;
    }
  }

  private PacedLoad() {}

  /** Measures for minutes whether many viewers are served in time and whether memory grows. */
  static void many(BenchmarkServer stage, Settings settings, Report report)
      throws IOException, InterruptedException {
    try (PacedViewers audience = new PacedViewers(stage, settings.viewers(), MANY_MEGABITS)) {
      audience.start();
      TimeUnit.SECONDS.sleep(5); // all viewers have started
      double heap = stage.jvm().liveHeap();
      int threads = stage.jvm().threadCount();
      Usage before = stage.usage();
      long start = System.nanoTime();
      TimeUnit.SECONDS.sleep(settings.pacedSeconds());
      Usage used = stage.usage().minus(before);
      double seconds = (System.nanoTime() - start) / 1e9;
      double heapAfter = stage.jvm().liveHeap();
      int threadsAfter = stage.jvm().threadCount();
      List<PacedViewers.Delivery> deliveries = audience.stop();
      String way = stage.label();
      String who = audience.size() + " viewers at 2 Mbit/s for " + settings.pacedSeconds() + " s";
      share(report, way, who, audience, deliveries, delivery -> true);
      report.add(
          Figure.of(way, who + ": live heap at the end", "MiB", heapAfter)
              .beside("at the start", heap));
      report.add(
          Figure.of(way, who + ": threads at the end", "", threadsAfter)
              .beside("at the start", threads));
      report.add(
          Figure.of(
              way,
              who + ": CPU of a viewer, server, broker, database",
              "% of a core",
              100 * (used.server() + used.services()) / seconds / audience.size()));
      if (audience.size() < settings.viewers() || !audience.failures().isEmpty()) {
        report.note(
            "%s: %d of %d viewers got in; failures: %s"
                .formatted(way, audience.size(), settings.viewers(), audience.failures()));
      }
    }
  }

  /** Measures a few viewers, alternately alone and beside one at full speed. */
  static void beside(BenchmarkServer stage, Settings settings, Report report)
      throws IOException, InterruptedException, ExecutionException {
    Samples speeds = new Samples();
    List<Turn> alone = new ArrayList<>();
    List<Turn> disturbed = new ArrayList<>();
    try (PacedViewers audience = new PacedViewers(stage, FEW, FEW_MEGABITS);
        FullSpeedViewers greedy = new FullSpeedViewers(stage, 1)) {
      audience.start();
      for (int round = 0; round < settings.rounds(); round++) {
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(TURN);
        alone.add(new Turn(start, System.nanoTime()));
        start = System.nanoTime();
        long bytes = 0;
        while (System.nanoTime() - start < TURN) {
          bytes += greedy.read(1);
        }
        long end = System.nanoTime();
        disturbed.add(new Turn(start, end));
        speeds.add(bytes / (double) (1 << 20) / ((end - start) / 1e9));
      }
      List<PacedViewers.Delivery> deliveries = audience.stop();
      String way = stage.label();
      String who = FEW + " viewers at 4 Mbit/s";
      share(report, way, who + " alone", audience, deliveries, in(alone));
      share(report, way, who + " beside one at full speed", audience, deliveries, in(disturbed));
      report.add(Figure.median(way, "one at full speed beside " + FEW, "MiB/s", speeds));
    }
  }

  private static Predicate<PacedViewers.Delivery> in(List<Turn> turns) {
    return delivery -> turns.stream().anyMatch(turn -> turn.holds(delivery));
  }

  private static void share(
      Report report,
      String way,
      String who,
      PacedViewers audience,
      List<PacedViewers.Delivery> deliveries,
      Predicate<PacedViewers.Delivery> counted) {
    Samples took = new Samples();
    int inTime = 0;
    for (PacedViewers.Delivery delivery : deliveries) {
      if (counted.test(delivery)) {
        took.add(delivery.took() / 1e6);
        inTime += audience.inTime(delivery) ? 1 : 0;
      }
    }
    report.add(
        Figure.of(
            way,
            who + ": of " + took.count() + " chunks in time",
            "%",
            100.0 * inTime / took.count()));
    report.add(
        new Figure(
            way,
            who + ": a chunk's time, p99",
            "ms",
            took.percentile(99),
            took.lowest(),
            took.highest(),
            "",
            Double.NaN));
  }
}
