package io.sealcast.bench;

import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.NginxProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures uploads of 1 GiB, alternating with a {@code PUT} of the same bytes to nginx, which
 * stores them unencrypted and doesn't wait for the disk.
 */
final class UploadSpeed {
  private static final int MEBIBYTES = 1024;
  private static final String WAY = "upload";

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
    try (NginxProxy store = NginxProxy.storing(nginx.get(), home)) {
      measure(stage, store, settings, report);
    }
  }

  private static void measure(
      BenchmarkServer stage, NginxProxy store, Settings settings, Report report)
      throws IOException {
    UploadClient client = new UploadClient();
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

  private static double put(UploadClient client, NginxProxy store) throws IOException {
    UploadClient.Answer answer =
        client.send(store.uri(), "PUT /upload HTTP/1.1\r\n", "", MEBIBYTES, "");
    Files.delete(store.stored("upload"));
    return answer.mebibytesPerSecond(MEBIBYTES);
  }
}
