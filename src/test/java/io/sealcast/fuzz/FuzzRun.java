package io.sealcast.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs Jazzer over {@link FuzzTargets} in a process of its own, since a finding ends the process.
 * {@code mvn -Pfuzz} calls {@link #main}; {@link FuzzTest} is the short run.
 */
final class FuzzRun {
  /** Maximum length of an input in bytes, the selecting byte included. */
  private static final int MAX_LENGTH = 4096;

  private static final int MAX_SECONDS_FOR_ONE_INPUT = 30;

  /** Additional time that Jazzer may take for its start and its end. */
  private static final int MARGIN_SECONDS = 300;

  private final Path directory;
  private final Path corpus;
  private final String target;

  /**
   * @param directory where seeds, findings and the log are written; its former content is deleted
   * @param corpus directory with inputs of former runs, to which new ones are added
   * @param target name of one target, or empty for all
   */
  FuzzRun(Path directory, Path corpus, String target) {
    this.directory = directory;
    this.corpus = corpus;
    this.target = target;
    if (!target.isEmpty() && FuzzTargets.ALL.stream().noneMatch(t -> t.name().equals(target))) {
      throw new IllegalArgumentException(
          "There is no target "
              + target
              + ", only "
              + FuzzTargets.ALL.stream().map(FuzzTarget::name).toList());
    }
  }

  /** The outcome of a run: whether it found nothing, and lines for the report. */
  record Outcome(boolean clean, List<String> report) {}

  public static void main(String[] args) throws Exception {
    int seconds = Integer.parseInt(args[0]);
    String only = args.length > 2 ? args[2] : "";
    System.out.println(
        "Fuzzing for " + seconds + " s; the corpus is in " + args[1] + ", findings in target/fuzz");
    Outcome outcome =
        new FuzzRun(Path.of("target", "fuzz"), Path.of(args[1]), only)
            .start(seconds, "-XX:+TieredCompilation", List.of("-max_total_time=" + seconds));
    outcome.report().forEach(System.out::println);
    System.exit(outcome.clean() ? 0 : 1);
  }

  /**
   * Fuzzes until the end of the run or the first finding.
   *
   * @param seconds expected duration
   * @param compiled how much the JVM compiles: {@code -XX:TieredStopAtLevel=1} is best for some
   *     seconds
   * @param options of libFuzzer, which end the run
   */
  Outcome start(int seconds, String compiled, List<String> options)
      throws IOException, InterruptedException {
    delete(directory);
    Path seeds = Files.createDirectories(directory.resolve("seeds"));
    Path findings = Files.createDirectories(directory.resolve("findings"));
    Files.createDirectories(corpus);
    for (FuzzTarget each : FuzzTargets.ALL) {
      int number = 0;
      for (byte[] seed : each.seeds()) {
        Files.write(seeds.resolve(each.name() + "-" + number++), FuzzTargets.input(each, seed));
      }
    }
    Path log = directory.resolve("log.txt");
    Process process =
        new ProcessBuilder(command(compiled, seeds, findings, options))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    // also when this process is ended from outside
    Thread ending = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      if (!process.waitFor(seconds + MARGIN_SECONDS, TimeUnit.SECONDS)) {
        return new Outcome(false, List.of("The fuzzer didn't end; see " + log));
      }
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(ending);
    }
    return outcome(process.exitValue(), Files.readAllLines(log), findings);
  }

  private List<String> command(String compiled, Path seeds, Path findings, List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // whatever allocates without limit fails
                "-Xmx512m",
                // one thread works, beside other tests
                "-XX:+UseSerialGC",
                compiled,
                "-Duser.language=en",
                "-D" + FuzzTargets.ONLY + "=" + target,
                "-classpath",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzTargets.class.getName(),
                "--instrumentation_includes=io.sealcast.**:org.eclipse.parsson.**",
                "--instrumentation_excludes=io.sealcast.fuzz.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/",
                "-max_len=" + MAX_LENGTH,
                "-timeout=" + MAX_SECONDS_FOR_ONE_INPUT,
                // Linux counts the memory of the process that starts another one as its peak, and
                // the tests of media in that process may need more; the heap has a limit of its own
                "-rss_limit_mb=0",
                "-print_final_stats=1"));
    command.addAll(options);
    command.add(corpus.toString());
    command.add(seeds.toString());
    return command;
  }

  private static Outcome outcome(int exit, List<String> log, Path findings) throws IOException {
    List<String> report = new ArrayList<>();
    for (String line : log) {
      if (line.startsWith(FuzzTargets.EXECUTIONS) || line.startsWith("stat::number_of_exec")) {
        report.add(line);
      }
    }
    if (exit == 0) {
      return new Outcome(true, report);
    }
    int from =
        log.stream()
            .filter(line -> line.contains("Java Exception:") || line.contains("ERROR: libFuzzer"))
            .findFirst()
            .map(log::indexOf)
            .orElse(Math.max(0, log.size() - 40));
    report.add("Fuzzing ended with " + exit + ":");
    report.addAll(log.subList(from, Math.min(log.size(), from + 40)));
    try (Stream<Path> files = Files.list(findings)) {
      for (Path file : files.filter(f -> !f.toString().endsWith(".java")).toList()) {
        byte[] input = Files.readAllBytes(file);
        if (input.length > 0) {
          report.add(
              file
                  + ": make it a seed of "
                  + FuzzTargets.selected(input).name()
                  + ", which is without the first byte, in Base64: "
                  + Base64.getEncoder().encodeToString(Arrays.copyOfRange(input, 1, input.length)));
        }
      }
    }
    return new Outcome(false, report);
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }
}
