package io.sealcast.bench;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures how long the smaller renditions of a video take with one transcoder process, pinned to
 * one core, and with two, each pinned to a core of its own (Linux). Run by hand: {@code
 * LadderBenchmark <renditions> <file>…}, with the number of renditions that each file gets.
 */
public final class LadderBenchmark {
  // a strong reference, since a garbage-collected logger loses its level
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private LadderBenchmark() {}

  /** Runs the benchmark. */
  public static void main(String[] arguments) throws Exception {
    KAFKA.setLevel(Level.WARNING);
    int renditions = Integer.parseInt(arguments[0]);
    for (int processors = 1; processors <= 2; processors++) {
      for (int i = 1; i < arguments.length; i++) {
        measure(processors, renditions, Path.of(arguments[i]));
      }
    }
    System.exit(0);
  }

  private static void measure(int processors, int renditions, Path file) throws Exception {
    List<SealcastServer> all = new ArrayList<>();
    try (Installation installation = Installation.start("ladder-benchmark")) {
      SealcastServer web =
          SealcastServer.in(installation)
              .name("ladder-web")
              .roles("web", "decryptor")
              .measured()
              .start();
      all.add(web);
      for (int core = 0; core < processors; core++) {
        SealcastServer transcoder =
            SealcastServer.in(installation)
                .name("ladder-" + core)
                .roles("transcoder")
                .env("SEALCAST_FFMPEG_THREADS", "1")
                .measured()
                .start();
        all.add(transcoder);
        pin(transcoder.pid(), core);
      }
      Api user = Api.signUp(web);
      long video = user.uploadProcessed(file, "a key of benchmarks");
      long processed = System.nanoTime();
      while (user.video(video).getJsonArray("renditions").size() < renditions) {
        Thread.sleep(100);
      }
      System.out.printf(
          Locale.ROOT,
          "%s, %d transcoder(s): %.1f s from processed to %d renditions%n",
          file.getFileName(),
          processors,
          (System.nanoTime() - processed) / 1e9,
          renditions);
    } finally {
      all.forEach(SealcastServer::close);
    }
  }

  /** Pins all threads of a process, and so the programs that it starts. */
  private static void pin(long pid, int core) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("taskset", "-acp", Integer.toString(core), Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("taskset has failed");
    }
  }
}
