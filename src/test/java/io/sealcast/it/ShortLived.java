package io.sealcast.it;

import java.nio.file.Path;
import java.util.List;

/**
 * How the JVMs of the tests compile, which live for minutes: HotSpot's second compiler takes half
 * of what a start of Liberty costs, and is worth it for the ciphers alone. What measures speed
 * doesn't ask for this.
 */
final class ShortLived {
  /** System property: set by the build where tests run. */
  private static final String WANTED = "sealcast.it.short-lived";

  private ShortLived() {}

  /** Options for the {@code java} of database and broker. */
  static List<String> javaOptionsWithoutCiphers() {
    return Boolean.getBoolean(WANTED) ? List.of("-XX:TieredStopAtLevel=1") : List.of();
  }

  /** Options for a server's {@code java}; JVMs that don't know them go on without. */
  static List<String> javaOptions() {
    if (!Boolean.getBoolean(WANTED)) {
      return List.of();
    }
    return List.of(
        "-XX:+IgnoreUnrecognizedVMOptions",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:CompilerDirectivesFile="
            + Path.of("src/test/resources/compile-little.json").toAbsolutePath());
  }
}
