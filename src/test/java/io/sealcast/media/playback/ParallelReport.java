package io.sealcast.media.playback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Checks files in several browsers concurrently, and prints the rows in the order of the files. */
final class ParallelReport {
  private final List<OddFile> files;
  private final boolean details;
  private final List<String> rows;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger asExpected = new AtomicInteger();
  private int printed;

  ParallelReport(List<OddFile> files, boolean details) {
    this.files = files;
    this.details = details;
    this.rows = new ArrayList<>(Collections.nCopies(files.size(), null));
  }

  /** Returns the number of files with the expected result. */
  int run(int players) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Math.min(players, files.size()); i++) {
      Thread thread = new Thread(this::work, "player-" + i);
      thread.start();
      threads.add(thread);
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return asExpected.get();
  }

  private void work() {
    try {
      Path directory = Files.createTempDirectory("playback");
      try (PlaybackReport report = PlaybackReport.in(directory)) {
        for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
          done(i, check(report, files.get(i)));
          empty(directory);
        }
      } finally {
        empty(directory);
        Files.delete(directory);
      }
    } catch (IOException | RuntimeException e) {
      System.err.println("a player can't work: " + e);
    }
  }

  private String check(PlaybackReport report, OddFile file) {
    try {
      PlaybackReport.Result result = report.check(file);
      if (result.deviations().isEmpty()) {
        asExpected.incrementAndGet();
      }
      return ReportTable.row(result) + (details ? "\n" + ReportTable.details(result) : "");
    } catch (IOException | RuntimeException e) {
      return "| " + file.name() + " | not measured: " + e + " |";
    }
  }

  private synchronized void done(int index, String row) {
    rows.set(index, row);
    while (printed < rows.size() && rows.get(printed) != null) {
      System.out.println(rows.get(printed++));
    }
  }

  private static void empty(Path directory) throws IOException {
    try (Stream<Path> made = Files.list(directory)) {
      for (Path file : made.toList()) {
        Files.delete(file);
      }
    }
  }
}
