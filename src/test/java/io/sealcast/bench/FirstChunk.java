package io.sealcast.bench;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** From the POST with the encryption key to the first chunk, whole, at the viewer. */
final class FirstChunk {
  /** Those of the vault's key slots. */
  private static final int ITERATIONS = 600_000;

  private static final int WARM_UP = 5;

  private FirstChunk() {}

  static void measure(Stage stage, Settings settings, Report report)
      throws IOException, GeneralSecurityException {
    Samples all = new Samples();
    Samples answered = new Samples();
    Samples derivations = new Samples();
    for (int i = -WARM_UP; i < settings.posts(); i++) {
      Stage.Video video = stage.video(Math.floorMod(i, Stage.VIDEOS));
      long derived = derive();
      long start = System.nanoTime();
      JsonObject stream = stage.open(video);
      long answer = System.nanoTime();
      try (RangeClient client = stage.connect(stream, 1 << 18)) {
        client.read(video.object(), 0, (1 << 20) - 1);
      }
      long end = System.nanoTime();
      stage.end(video, stream);
      if (i >= 0) {
        derivations.add(derived / 1e6);
        all.add((end - start) / 1e6);
        answered.add((end - answer) / 1e6);
      }
    }
    String way = stage.label();
    report.add(
        Figure.median(way, "POST to first chunk, median", "ms", all)
            .beside("PBKDF2 alone", derivations.median()));
    report.add(
        Figure.of(way, "POST to first chunk, p99", "ms", all.percentile(99))
            .beside("PBKDF2 alone", derivations.percentile(99)));
    report.add(
        Figure.of(
            way,
            "the same beside PBKDF2: difference of the medians",
            "ms",
            all.median() - derivations.median()));
    report.add(Figure.median(way, "POST's answer to first chunk, median", "ms", answered));
    report.add(Figure.of(way, "POST's answer to first chunk, p99", "ms", answered.percentile(99)));
  }

  private static long derive() throws GeneralSecurityException {
    long start = System.nanoTime();
    PBEKeySpec spec =
        new PBEKeySpec("a key of some length".toCharArray(), new byte[16], ITERATIONS, 256);
    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec);
    return System.nanoTime() - start;
  }
}
