package io.sealcast.bench;

import jakarta.json.JsonObject;
import java.io.IOException;

/** Measures the time from the POST with the encryption key until the viewer has the first chunk. */
final class FirstChunk {
  /**
   * Number of streams opened before the measurement. The general warm-up opens few, whereas a
   * server in use has opened many.
   */
  private static final int WARM_UP = 200;

  private FirstChunk() {}

  static void measure(BenchmarkServer stage, Settings settings, Report report) throws IOException {
    Samples all = new Samples();
    Samples answered = new Samples();
    Samples derivations = new Samples();
    Samples others = new Samples();
    try (PostClient poster = stage.poster()) {
      for (int i = -WARM_UP; i < settings.posts(); i++) {
        BenchmarkServer.Video video = stage.video(Math.floorMod(i, BenchmarkServer.VIDEOS));
        double derivedBefore = stage.derivationSeconds();
        long start = System.nanoTime();
        JsonObject stream = stage.open(video, poster);
        long answer = System.nanoTime();
        try (RangeClient client = stage.connect(stream, 1 << 18)) {
          client.read(video.object(), 0, (1 << 20) - 1);
        }
        long end = System.nanoTime();
        double derivation = (stage.derivationSeconds() - derivedBefore) * 1e3;
        stage.end(video, stream);
        if (i >= 0) {
          double took = (end - start) / 1e6;
          all.add(took);
          derivations.add(derivation);
          others.add(took - derivation);
          answered.add((end - answer) / 1e6);
        }
      }
    }
    String way = stage.label();
    report.add(
        Figure.median(way, "POST to first chunk, median", "ms", all)
            .beside("PBKDF2 in it", derivations.median()));
    report.add(
        Figure.of(way, "POST to first chunk, p99", "ms", all.percentile(99))
            .beside("PBKDF2 in it", derivations.percentile(99)));
    report.add(Figure.median(way, "the same without its PBKDF2, median", "ms", others));
    report.add(Figure.of(way, "the same without its PBKDF2, p99", "ms", others.percentile(99)));
    report.add(Figure.median(way, "POST's answer to first chunk, median", "ms", answered));
    report.add(Figure.of(way, "POST's answer to first chunk, p99", "ms", answered.percentile(99)));
  }
}
