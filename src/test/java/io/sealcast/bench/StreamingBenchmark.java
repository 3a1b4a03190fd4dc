package io.sealcast.bench;

import io.sealcast.it.harness.Installation;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The main class of {@code mvn -Pbench}. It measures what viewers get, what Kafka itself achieves,
 * and the resources used: first with servers whose chunks all go through Kafka, then with the
 * cache.
 */
public final class StreamingBenchmark {
  // a strong reference, since a garbage-collected logger loses its level
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private interface Scenario {
    void measure() throws Exception;
  }

  private final Settings settings;
  private final Report report;

  private StreamingBenchmark(Settings settings) {
    this.settings = settings;
    this.report = new Report(settings);
  }

  /**
   * Runs the benchmark.
   *
   * @param arguments {@code name=value} each, see {@link Settings}
   */
  public static void main(String[] arguments) throws Exception {
    KAFKA.setLevel(Level.WARNING); // its clients print all their settings otherwise
    new StreamingBenchmark(Settings.of(arguments)).run();
    System.exit(0); // whatever thread a client has left behind
  }

  private void run() throws Exception {
    try (Installation installation = Installation.start("bench");
        PlainKafkaPair pair = new PlainKafkaPair(installation)) {
      for (String cache : settings.caches()) {
        CacheUse use = CacheUse.of(cache);
        if (settings.scenarios().stream().noneMatch(use::measures)) {
          continue;
        }
        try (BenchmarkServer stage =
            BenchmarkServer.set(installation, use, settings.serverEnvironment())) {
          System.out.println("Warming up, " + stage.label() + " …");
          WarmUp.run(stage, pair, settings.warmUpSeconds());
          measure(stage, pair, installation);
        }
      }
    } finally {
      report.write();
      report.print();
    }
  }

  private void measure(BenchmarkServer stage, PlainKafkaPair pair, Installation installation) {
    run("one", stage, () -> FullSpeed.measure(stage, pair, settings, report, 1));
    run(
        "eight",
        stage,
        () -> FullSpeed.measure(stage, pair, settings, report, BenchmarkServer.VIDEOS));
    run("first", stage, () -> FirstChunk.measure(stage, settings, report));
    run("ranges", stage, () -> RandomRanges.measure(stage, pair, settings, report));
    run("fair", stage, () -> PacedLoad.beside(stage, settings, report));
    run("upload", stage, () -> UploadSpeed.measure(stage, installation, settings, report));
    run("paced", stage, () -> PacedLoad.many(stage, settings, report));
  }

  /** Runs a scenario. If it fails, the failure is reported and the other scenarios still run. */
  private void run(String name, BenchmarkServer stage, Scenario scenario) {
    if (!settings.wants(name) || !stage.use().measures(name)) {
      return;
    }
    Usage before = stage.usage();
    long start = System.nanoTime();
    try {
      scenario.measure();
    } catch (Exception | AssertionError e) {
      report.note("%s, %s: failed: %s".formatted(stage.label(), name, e));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Usage used = stage.usage().minus(before);
    report.note(
        String.format(
            Locale.ROOT,
            "%s, %s: %.0f s; cores busy: %.2f server, %.2f broker and database, %.2f load, %.2f"
                + " other work on the machine",
            stage.label(),
            name,
            seconds,
            used.server() / seconds,
            used.services() / seconds,
            used.load() / seconds,
            used.others() / seconds));
  }
}
