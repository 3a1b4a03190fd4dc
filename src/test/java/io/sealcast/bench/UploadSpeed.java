package io.sealcast.bench;

import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.NginxProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures uploads of 1 GiB, alternating with a {@code PUT} of the same bytes to nginx, which
 * stores them unencrypted and doesn't wait for the disk.
 */
final class UploadSpeed {
  private static final int MEBIBYTES = 1024;
  private static final String WAY = "upload";

  /** Number of uploads at once: as many as an account may have. */
  private static final int AT_ONCE = 4;

  private UploadSpeed() {}

  static void measure(
      BenchmarkServer stage, Installation installation, Settings settings, Report report)
      throws IOException {
    Optional<Path> nginx = NginxProxy.program();
    if (nginx.isEmpty()) {
      report.note("upload: nginx isn't installed, so that there is no reference");
      return;
    }
    Path home = installation.directory().resolve("nginx");
    UploadClient client = new UploadClient();
    try (NginxProxy store = NginxProxy.storing(nginx.get(), home)) {
      one(stage, client, store, settings, report);
    }
    several(stage, client, settings, report);
  }

  private static void one(
      BenchmarkServer stage,
      UploadClient client,
      NginxProxy store,
      Settings settings,
      Report report)
      throws IOException {
    Samples uploads = new Samples();
    Samples puts = new Samples();
    Samples ratios = new Samples();
    Samples peaks = new Samples();
    Usage used = Usage.NONE;
    // the first round is the warm-up
    for (int round = -1; round < settings.rounds(); round++) {
      double put = put(client, store);
      stage.jvm().liveHeap();
      PeakMemory.reset(stage.pid());
      Usage before = stage.usage();
      double upload = stage.upload(client, MEBIBYTES);
      Usage after = stage.usage();
      double peak = PeakMemory.mebibytes(stage.pid());
      report.note(
          String.format(
              Locale.ROOT, "upload: %.0f MiB/s, nginx %.0f, peak RSS %.0f MiB", upload, put, peak));
      if (round >= 0) {
        uploads.add(upload);
        puts.add(put);
        ratios.add(upload / put);
        peaks.add(peak);
        used = used.plus(after.minus(before));
      }
    }
    double stored = settings.rounds() * MEBIBYTES / 1024.0;
    report.add(
        Figure.median(WAY, "1 GiB, one upload", "MiB/s", uploads)
            .beside("nginx PUT", puts.median()));
    report.add(Figure.median(WAY, "1 GiB, ratio to nginx PUT of the same round", "", ratios));
    report.add(Figure.of(WAY, "CPU of the server", "s/GiB", used.server() / stored));
    report.add(Figure.of(WAY, "CPU of the client", "s/GiB", used.load() / stored));
    report.add(Figure.median(WAY, "peak resident memory of the server", "MiB", peaks));
    report.add(Figure.of(WAY, "live heap after the uploads", "MiB", stage.jvm().liveHeap()));
  }

  /** Measures uploads at the same time, and whether each gets its share. */
  private static void several(
      BenchmarkServer stage, UploadClient client, Settings settings, Report report)
      throws IOException {
    Samples all = new Samples();
    Samples shares = new Samples();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (int round = 0; round < settings.rounds(); round++) {
        List<Callable<Double>> uploads =
            Collections.nCopies(AT_ONCE, () -> stage.upload(client, MEBIBYTES / AT_ONCE));
        DoubleSummaryStatistics speeds = new DoubleSummaryStatistics();
        for (Future<Double> upload : threads.invokeAll(uploads)) {
          speeds.accept(upload.get());
        }
        all.add(AT_ONCE * speeds.getMin());
        shares.add(speeds.getMin() / speeds.getMax());
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    } finally {
      threads.shutdownNow();
    }
    String name = AT_ONCE + " uploads at once, 1 GiB in all";
    report.add(Figure.median(WAY, name, "MiB/s", all));
    report.add(Figure.median(WAY, name + ": speed of the slowest to the fastest", "", shares));
  }

  private static double put(UploadClient client, NginxProxy store) throws IOException {
    UploadClient.Answer answer =
        client.send(store.uri(), "PUT /upload HTTP/1.1\r\n", "", MEBIBYTES, "");
    Files.delete(store.stored("upload"));
    return answer.mebibytesPerSecond(MEBIBYTES);
  }
}
