package io.sealcast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The peak of a process's resident memory, from Linux's {@code /proc} (proc(5)). */
final class PeakMemory {
  /** Written to {@code clear_refs}, it sets the peak to the present value. */
  private static final String RESET = "5";

  private PeakMemory() {}

  /** Begins a new measurement. Does nothing on other systems. */
  static void reset(long pid) throws IOException {
    Path file = Path.of("/proc/" + pid + "/clear_refs");
    if (Files.exists(file)) {
      Files.writeString(file, RESET);
    }
  }

  /** Returns the peak in MiB since {@link #reset}; NaN on other systems. */
  static double mebibytes(long pid) throws IOException {
    Path file = Path.of("/proc/" + pid + "/status");
    if (Files.notExists(file)) {
      return Double.NaN;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(Double.NaN);
    }
  }
}
