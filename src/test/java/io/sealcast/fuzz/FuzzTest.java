package io.sealcast.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks the laws of {@link FuzzTargets} with the known inputs, and with newly invented ones. */
class FuzzTest {
  private static final int SEED = 1;

  /** Number of inputs, which are the same in each run as far as threads and timers allow. */
  private static final int RUNS = 20_000;

  /** Some ten are enough; this is for a machine that is busy with other things. */
  private static final int MAX_SECONDS = 120;

  @TestFactory
  List<DynamicTest> everySeedKeepsTheLaw() {
    List<DynamicTest> tests = new ArrayList<>();
    for (FuzzTarget target : FuzzTargets.ALL) {
      for (byte[] seed : target.seeds()) {
        tests.add(
            DynamicTest.dynamicTest(
                target.name() + " " + tests.size(), () -> FuzzTargets.check(target, seed)));
      }
    }
    return tests;
  }

  /** {@code mvn -Pfuzz} does the same for longer. */
  @Test
  void aShortRunFindsNothing() throws Exception {
    Path directory = Path.of("target", "fuzz-short");

    FuzzRun.Outcome outcome =
        new FuzzRun(directory, directory.resolve("corpus"), "")
            .start(
                MAX_SECONDS,
                "-XX:TieredStopAtLevel=1",
                List.of("-seed=" + SEED, "-runs=" + RUNS, "-max_total_time=" + MAX_SECONDS));

    assertThat(outcome.clean()).as("%s", String.join("\n", outcome.report())).isTrue();
    outcome.report().forEach(System.out::println);
  }
}
