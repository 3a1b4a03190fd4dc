package io.sealcast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * CPU time in seconds, from Linux's {@code /proc} (proc(5)); NaN on other systems.
 *
 * @param server Sealcast's process and the ffmpeg processes that have ended
 * @param services broker and database
 * @param load this process: viewers, or producer and consumer
 * @param machine all processes
 */
record Usage(double server, double services, double load, double machine) {
  static final Usage NONE = new Usage(0, 0, 0, 0);

  /** Clock ticks per second in user space (USER_HZ), the same on all Linux systems with Java. */
  private static final double TICKS = 100;

  Usage plus(Usage other) {
    return new Usage(
        server + other.server,
        services + other.services,
        load + other.load,
        machine + other.machine);
  }

  Usage minus(Usage other) {
    return new Usage(
        server - other.server,
        services - other.services,
        load - other.load,
        machine - other.machine);
  }

  /** Returns the CPU time of all other processes. */
  double others() {
    return Math.max(0, machine - server - services - load);
  }

  /** Returns the CPU time of a process and its descendants, including children that have ended. */
  static double ofTree(ProcessHandle root) {
    try (Stream<ProcessHandle> below = root.descendants()) {
      return ofProcess(root.pid()) + below.mapToDouble(p -> ofProcess(p.pid())).sum();
    }
  }

  /** Returns the CPU time of this process without its children. */
  static double ofThis() {
    return ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .orElse(java.time.Duration.ZERO)
            .toNanos()
        / 1e9;
  }

  private static double ofProcess(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int i = 11; i <= 14; i++) { // utime, stime, cutime, cstime
        ticks += Long.parseLong(fields[i]);
      }
      return ticks / TICKS;
    } catch (IOException e) {
      return Files.exists(Path.of("/proc/self/stat")) ? 0 : Double.NaN; // the process has ended
    }
  }

  static double ofMachine() {
    Path stat = Path.of("/proc/stat");
    if (Files.notExists(stat)) {
      return Double.NaN;
    }
    try (Stream<String> lines = Files.lines(stat)) {
      String[] fields = lines.findFirst().orElseThrow().split(" +");
      // user, nice, system, irq, softirq
      return Stream.of(1, 2, 3, 6, 7).mapToLong(i -> Long.parseLong(fields[i])).sum() / TICKS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
